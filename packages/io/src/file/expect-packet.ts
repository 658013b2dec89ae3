import { AudioFlowError, type Packet } from '@audioflow/core';

const isPacketOf = <C extends string>(packet: Packet, codec: C): packet is Packet<C> =>
  packet.codec === codec;

/**
 * A packet of one codec, as the stream began.
 *
 * @throws AudioFlowError `unsupported`.
 */
export const expectPacket = <C extends string>(
  owner: string,
  codec: C,
  packet: Packet,
): Packet<C> => {
  if (isPacketOf(packet, codec)) return packet;
  throw new AudioFlowError(
    'unsupported',
    `${owner}: expected packets of ${codec}, got ${packet.codec}: name the file accordingly`,
  );
};
