import type { Packet } from '@audioflow/core';
import { trimProblem } from './trim-problem.js';

/**
 * What is wrong with a packet, as far as can be told without decoding it; undefined if nothing is.
 *
 * @example
 * import { packetProblem } from '@audioflow/codecs/engine';
 * const packet = { kind: 'packet', codec: 'mp3', sampleRate: 48000, channelCount: 2, pts: 0, duration: 1152 } as const;
 * console.log(packetProblem({ ...packet, data: new Uint8Array() }));
 * // expected at least one byte, got an empty packet
 */
export const packetProblem = (packet: Packet): string | undefined => {
  const data: unknown = packet.data;
  if (!(data instanceof Uint8Array)) return `expected data as Uint8Array, got ${typeof data}`;
  // FFmpeg takes an empty packet as the end of the stream.
  if (data.length === 0) return 'expected at least one byte, got an empty packet';
  if (!Number.isSafeInteger(packet.pts)) return `expected an integer pts, got ${packet.pts}`;
  if (!(packet.sampleRate > 0)) return `expected a sampleRate above 0, got ${packet.sampleRate}`;
  return trimProblem(packet);
};
