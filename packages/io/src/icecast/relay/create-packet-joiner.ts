import { AudioFlowError, type Packet } from '@audioflow/core';

/** Joins the packets of one connection after another to one stream. */
export interface PacketJoiner {
  /** The pts of the packet that comes next. */
  readonly next: number;
  /**
   * The packet with the pts that it has in the whole stream; undefined for one that does not belong.
   *
   * @throws AudioFlowError `format-changed` when they go on not belonging.
   */
  join(packet: Packet): Packet | undefined;
}

/** So many frames of another format may be misread bytes after a cut. */
const MAX_STRAYS = 8;

const show = (p: Packet): string => `${p.codec}, ${p.sampleRate} Hz, ${p.channelCount} channel(s)`;

/** Time goes on from packet to packet: what was not received is not there, and leaves no gap. */
export const createPacketJoiner = (): PacketJoiner => {
  let first: Packet | undefined;
  let next = 0;
  let strays = 0;

  const isStray = (packet: Packet, from: Packet): boolean =>
    packet.codec !== from.codec ||
    packet.sampleRate !== from.sampleRate ||
    packet.channelCount !== from.channelCount;

  return {
    get next() {
      return next;
    },
    join(packet) {
      if (first === undefined) {
        first = packet;
        next = packet.pts;
      }
      if (isStray(packet, first)) {
        strays++;
        if (strays <= MAX_STRAYS) return undefined;
        throw new AudioFlowError(
          'format-changed',
          `openIcecast: expected ${show(first)} to the end, got ${show(packet)}: open the stream anew`,
          { details: { retry: false } },
        );
      }
      strays = 0;
      const pts = next;
      next += packet.duration;
      return packet.pts === pts ? packet : { ...packet, pts };
    },
  };
};
