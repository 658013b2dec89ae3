import { AudioFlowError, type Packet } from '@audioflow/core';
import { parseMp3Header } from './mp3-header.js';

/**
 * The bytes of an mp3 packet as they stand in a stream: an mp3 packet is one whole frame already.
 *
 * @throws AudioFlowError `malformed-data` when it is not exactly one Layer III frame.
 *
 * @example
 * import { mp3Frame } from '@audioflow/codecs/bitstream';
 * import type { Packet } from '@audioflow/core';
 * const data = new Uint8Array(417);
 * data.set([0xff, 0xfb, 0x90, 0x00]);
 * const packet: Packet<'mp3'> = {
 *   kind: 'packet',
 *   codec: 'mp3',
 *   data,
 *   sampleRate: 44100,
 *   channelCount: 2,
 *   pts: 0,
 *   duration: 1152,
 * };
 * console.log(mp3Frame(packet) === data); // true
 */
export const mp3Frame = (packet: Packet<'mp3'>): Uint8Array => {
  const { data } = packet;
  const size = parseMp3Header(data)?.bytes;
  if (size === data.length) return data;
  const came = size === undefined ? 'no frame header' : `a header for ${size} bytes`;
  throw new AudioFlowError(
    'malformed-data',
    `mp3: expected a packet of exactly one Layer III frame, got ${data.length} bytes with ${came}`,
    { details: { pts: packet.pts } },
  );
};
