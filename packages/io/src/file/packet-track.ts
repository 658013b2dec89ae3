import { AudioFlowError, type Packet } from '@audioflow/core';
import { CONTAINERS, type ContainerName } from '../container/index.js';
import { createAdtsTrack } from './adts-track.js';
import { checkPacket } from './check-packet.js';
import type { FileTrack } from './file-sink.js';
import { createMp3Track } from './mp3-track.js';
import { createNativeTrack } from './native-track.js';
import type { OutputFile } from './output-file.types.js';
import type { PacketTrackOptions } from './packet-track.types.js';
import { createSamplesTrack } from './samples-track.js';

/** Codecs whose packets make a file without a container. */
export type ElementaryId = 'mp3' | 'aac';

/**
 * That a container takes a codec.
 *
 * @throws AudioFlowError `unsupported` naming what it takes.
 */
export const checkCombination = (owner: string, container: ContainerName, codec: string): void => {
  const { codecs } = CONTAINERS[container];
  if (codecs.includes(codec)) return;
  throw new AudioFlowError(
    'unsupported',
    `${owner}: ${container} takes packets of ${codecs.join(', ')}, got ${codec}: name the file accordingly`,
    { details: { container, codec, codecs } },
  );
};

const trackOf = (
  file: OutputFile,
  first: Packet,
  options: PacketTrackOptions,
): FileTrack<Packet> | Promise<FileTrack<Packet>> => {
  const { container } = options;
  if (container === 'mp3') return createMp3Track(file, options);
  if (container === 'adts') return createAdtsTrack(file, options);
  const plain = container === 'raw' || container === 'aiff';
  const samples = plain || (container === 'wav' && first.codec === 'pcm');
  return samples ? createSamplesTrack(file, first, options) : createNativeTrack(file, options);
};

/** The track of a container, for a stream that begins with `first`. */
export const openPacketTrack = async (
  file: OutputFile,
  first: Packet | undefined,
  options: PacketTrackOptions,
): Promise<FileTrack<Packet>> => {
  const { owner, container } = options;
  if (first === undefined) {
    throw new AudioFlowError(
      'invalid-state',
      `${owner}: expected at least one packet, got none: an empty ${container} file has no format`,
    );
  }
  checkCombination(owner, container, first.codec);
  checkPacket(owner, first);
  const track = await trackOf(file, first, options);
  return {
    ...track,
    add(packet) {
      checkPacket(owner, packet);
      return track.add(packet);
    },
  };
};
