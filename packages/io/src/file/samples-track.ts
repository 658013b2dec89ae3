import { AudioFlowError, defaultLayout, type Packet, SAMPLE_TYPES } from '@audioflow/core';
import {
  AIFF_ENCODINGS,
  aiffEncoding,
  aiffHeader,
  cutSamples,
  id3Tag,
  tagChunks,
  wavHeader,
} from '../container/index.js';
import { expectFormat } from './expect-format.js';
import { expectPacket } from './expect-packet.js';
import type { FileTrack } from './file-sink.js';
import type { NativeTrackOptions } from './native-track.js';
import type { OutputFile } from './output-file.types.js';

/** How a packet's samples are stored: `s16le`..., or the codec that says so itself. */
const packing = ({ codec, config }: Packet): string => {
  if (codec !== 'pcm') return codec;
  return config === undefined ? 's16le' : String.fromCharCode(...config.subarray(0, 8));
};

/** The head of a file with so many bytes of samples; undefined while that is not known. */
type Head = (bytes: number | undefined) => Uint8Array;

const wavHead = (first: Packet, { owner, tags, cover, channelMask }: NativeTrackOptions): Head => {
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
  return (bytes) =>
    wavHeader({ sampleType, sampleRate, channelCount, channelMask: mask, chunks }, bytes);
};

const aiffHead = (first: Packet, { owner, tags, cover }: NativeTrackOptions): Head => {
  const { sampleRate, channelCount } = first;
  const encoding = aiffEncoding(packing(first));
  if (encoding === undefined) {
    throw new AudioFlowError(
      'unsupported',
      `${owner}: aiff takes samples as ${AIFF_ENCODINGS.join(', ')}, got ${packing(first)}`,
    );
  }
  const tagged = cover !== undefined || Object.keys(tags).length > 0;
  const id3 = tagged ? id3Tag({ tags, cover }) : undefined;
  return (bytes = 0) => aiffHeader({ ...encoding, sampleRate, channelCount, id3 }, bytes);
};

const headOf = (first: Packet, options: NativeTrackOptions): Head | undefined => {
  if (options.container === 'wav') return wavHead(first, options);
  return options.container === 'aiff' ? aiffHead(first, options) : undefined;
};

/** Packets of samples behind the header of a wav or AIFF file, or behind none. */
export const createSamplesTrack = (
  file: OutputFile,
  first: Packet,
  options: NativeTrackOptions,
): FileTrack<Packet> => {
  const { owner } = options;
  const head = headOf(first, options);
  const { random } = file;
  if (head !== undefined) file.append(head(random === undefined ? undefined : 0));
  const start = file.size;
  return {
    add(packet) {
      const checked = expectPacket(owner, first.codec, packet);
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
      if (head === undefined) return;
      const bytes = file.size - start;
      if (bytes % 2 === 1) file.append(new Uint8Array(1));
      await random?.patch(head(bytes), 0);
    },
  };
};
