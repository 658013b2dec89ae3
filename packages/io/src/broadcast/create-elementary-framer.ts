import { createAdtsFramer, mp3Frame } from '@audioflow/codecs/bitstream';
import type { Packet } from '@audioflow/core';

const isOf = <C extends string>(packet: Packet, codec: C): packet is Packet<C> =>
  packet.codec === codec;

/**
 * Makes a function that gives a packet as it goes over the wire: one whole frame that a decoder can
 * join at. Undefined for a codec that has no such frames.
 */
export const createElementaryFramer = (): ((packet: Packet) => Uint8Array | undefined) => {
  const adtsFrame = createAdtsFramer();
  return (packet) => {
    if (isOf(packet, 'mp3')) return mp3Frame(packet);
    return isOf(packet, 'aac') ? adtsFrame(packet) : undefined;
  };
};
