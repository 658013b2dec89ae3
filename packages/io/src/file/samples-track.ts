import { AudioFlowError, defaultLayout, type Packet, SAMPLE_TYPES } from '@audioflow/core';
import { cutSamples, tagChunks, type WavFormat, wavHeader } from '../container/index.js';
import { expectFormat } from './expect-format.js';
import { expectPacket } from './expect-packet.js';
import type { FileTrack } from './file-sink.js';
import type { NativeTrackOptions } from './native-track.js';
import type { OutputFile } from './output-file.types.js';

const packing = ({ config }: Packet): string =>
  config === undefined ? 's16le' : String.fromCharCode(...config.subarray(0, 8));

const wavFormatOf = (
  first: Packet,
  { owner, tags, cover, channelMask }: NativeTrackOptions,
): WavFormat => {
  const { sampleRate, channelCount } = first;
  const name = packing(first);
  const sampleType = SAMPLE_TYPES.find((type) => name === type || name === `${type}le`);
  if (sampleType === undefined) {
    throw new AudioFlowError(
      'unsupported',
      `${owner}: wav takes samples with the lowest byte first, got ${name}: encode(pcm, { endian: 'little' })`,
    );
  }
  const mask = channelMask ?? defaultLayout(channelCount).mask;
  const chunks = tagChunks(tags, cover);
  return { sampleType, sampleRate, channelCount, channelMask: mask, chunks };
};

/** Packets of samples behind the header of a wav file, or behind none. */
export const createSamplesTrack = (
  file: OutputFile,
  first: Packet,
  options: NativeTrackOptions,
): FileTrack<Packet> => {
  const { owner } = options;
  const format = options.container === 'wav' ? wavFormatOf(first, options) : undefined;
  const { random } = file;
  if (format !== undefined) file.append(wavHeader(format, random === undefined ? undefined : 0));
  const start = file.size;
  return {
    add(packet) {
      const checked = expectPacket(owner, 'pcm', packet);
      expectFormat(owner, checked, first);
      if (packing(checked) !== packing(first)) {
        throw new AudioFlowError(
          'format-changed',
          `${owner}: expected samples as ${packing(first)} to the end, got ${packing(checked)}`,
        );
      }
      file.append(cutSamples(checked).data);
    },
    async finish() {
      if (format === undefined) return;
      const bytes = file.size - start;
      if (bytes % 2 === 1) file.append(new Uint8Array(1));
      await random?.patch(wavHeader(format, bytes), 0);
    },
  };
};
