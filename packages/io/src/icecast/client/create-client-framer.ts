import { createAdtsFramer, mp3Frame } from '@audioflow/codecs/bitstream';
import { AudioFlowError, type Packet } from '@audioflow/core';

/** How packets of one stream go to an Icecast. */
export interface ClientFramer {
  readonly contentType: string;
  /** The packet as whole frames that a player can join at. */
  frame(packet: Packet): Uint8Array;
}

const isOf = <C extends string>(packet: Packet, codec: C): packet is Packet<C> =>
  packet.codec === codec;

const show = (p: Packet): string => `${p.codec}, ${p.sampleRate} Hz, ${p.channelCount} channel(s)`;

/** Refuses a packet that would not play on from the first one. */
const checkSame = (packet: Packet, first: Packet): void => {
  const same =
    packet.codec === first.codec &&
    packet.sampleRate === first.sampleRate &&
    packet.channelCount === first.channelCount;
  if (same) return;
  throw new AudioFlowError(
    'format-changed',
    `icecastClient: expected ${show(first)} to the end, got ${show(packet)} at pts ${packet.pts}: send it to another mount`,
  );
};

/**
 * Makes the framer of the stream that begins with `first`.
 *
 * @throws AudioFlowError `unsupported` on a codec that has no frames of its own; from `frame`
 * `format-changed`, and `malformed-data` on a packet that cannot be framed.
 */
export const createClientFramer = (first: Packet): ClientFramer => {
  const adtsFrame = createAdtsFramer();
  const bytesOf = (packet: Packet): Uint8Array => {
    if (isOf(packet, 'mp3')) return mp3Frame(packet);
    if (isOf(packet, 'aac')) return adtsFrame(packet);
    throw new AudioFlowError(
      'unsupported',
      `icecastClient: expected packets of mp3 or aac, got ${packet.codec}: encode with one of them`,
    );
  };
  bytesOf(first);
  return {
    contentType: first.codec === 'aac' ? 'audio/aac' : 'audio/mpeg',
    frame(packet) {
      checkSame(packet, first);
      return bytesOf(packet);
    },
  };
};
