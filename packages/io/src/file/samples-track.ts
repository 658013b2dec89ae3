import { AudioFlowError, defaultLayout, type Packet, SAMPLE_TYPES } from '@audioflow/core';
import {
  AIFF_ENCODINGS,
  aiffEncoding,
  aiffHeader,
  cutSamples,
  id3Tag,
  samplePacking,
  tagChunks,
  wavHeader,
} from '../container/index.js';
import { beginSized, type SizedHead } from './begin-sized.js';
import { expectFormat } from './expect-format.js';
import { expectPacket } from './expect-packet.js';
import type { FileTrack } from './file-sink.js';
import type { OutputFile } from './output-file.types.js';
import type { PacketTrackOptions } from './packet-track.types.js';

const wavHead = (
  first: Packet,
  { owner, tags, cover, channelMask }: PacketTrackOptions,
): SizedHead => {
  const { sampleRate, channelCount } = first;
  const name = samplePacking(first);
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

const aiffHead = (first: Packet, { owner, tags, cover }: PacketTrackOptions): SizedHead => {
  const { sampleRate, channelCount } = first;
  const encoding = aiffEncoding(samplePacking(first));
  if (encoding === undefined) {
    throw new AudioFlowError(
      'unsupported',
      `${owner}: aiff takes samples as ${AIFF_ENCODINGS.join(', ')}, got ${samplePacking(first)}`,
    );
  }
  const tagged = cover !== undefined || Object.keys(tags).length > 0;
  const id3 = tagged ? id3Tag({ tags, cover }) : undefined;
  return (bytes = 0) => aiffHeader({ ...encoding, sampleRate, channelCount, id3 }, bytes);
};

const headOf = (first: Packet, options: PacketTrackOptions): SizedHead | undefined => {
  if (options.container === 'wav') return wavHead(first, options);
  return options.container === 'aiff' ? aiffHead(first, options) : undefined;
};

/** Packets of samples behind the header of a wav or AIFF file, or behind none. */
export const createSamplesTrack = (
  file: OutputFile,
  first: Packet,
  options: PacketTrackOptions,
): FileTrack<Packet> => {
  const { owner } = options;
  const head = headOf(first, options);
  const packing = samplePacking(first);
  const finish = head === undefined ? (): void => {} : beginSized(file, head);
  return {
    add(packet) {
      const checked = expectPacket(owner, first.codec, packet);
      expectFormat(owner, checked, first);
      if (checked.config !== first.config && samplePacking(checked) !== packing) {
        throw new AudioFlowError(
          'format-changed',
          `${owner}: expected samples as ${packing} to the end, got ${samplePacking(checked)}`,
        );
      }
      file.append(cutSamples(checked).data);
    },
    finish,
  };
};
