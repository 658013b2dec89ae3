import type { AudioFrame, Packet } from '@audioflow/core';

/** Samples that a packet, or a part of it, decoded to. */
export interface DecodedBlock {
  readonly sampleRate: number;
  readonly length: number;
  readonly channels: readonly Float32Array[];
}

/** Finds the packet of each decoded block, dates and trims it. */
export interface PacketMatcher {
  /** Packets that nothing has come of yet. */
  readonly waiting: number;
  /** A packet goes in; its number. */
  add(packet: Packet): number;
  /** What the packet of a number, or a part of it, has decoded to; numbers do not go back. */
  take(index: number, block: DecodedBlock): void;
  /** Nothing more will come. */
  finish(): void;
}

/** What a {@link PacketMatcher} is made for. */
export interface PacketMatcherInit {
  /** So many packets at the start may decode to nothing and be no worse for it. */
  readonly silentPackets: number;
  frame(frame: AudioFrame): void;
  /** A packet of which nothing came. */
  lost(packet: Packet): void;
}

interface Entry {
  readonly packet: Packet;
  readonly index: number;
  /** Samples so far. */
  length: number;
  /** Blocks that wait for the packet's end, which is to be trimmed. */
  readonly blocks: DecodedBlock[];
}

/** Makes a {@link PacketMatcher} for one decoder. */
export const createPacketMatcher = (init: PacketMatcherInit): PacketMatcher => {
  const entries: Entry[] = [];
  let added = 0;

  /** Puts out a block that begins `at` samples into its packet, which ends at `end` but for its trim. */
  const putOut = (packet: Packet, block: DecodedBlock, [at, end]: readonly [number, number]) => {
    const { sampleRate, length } = block;
    // HE-AAC decodes to twice the rate that an ADTS header tells.
    const ratio = sampleRate / packet.sampleRate;
    const from = Math.max(Math.round((packet.trimStart ?? 0) * ratio) - at, 0);
    const to = Math.min(end - Math.round((packet.trimEnd ?? 0) * ratio) - at, length);
    if (from >= to) return;
    const whole = from === 0 && to === length;
    const channels = whole ? block.channels : block.channels.map((plane) => plane.slice(from, to));
    const pts = Math.round(packet.pts * ratio) + at + from;
    init.frame({ kind: 'pcm', sampleRate, channels, length: to - from, pts });
  };
  const mayBeSilent = ({ index, packet }: Entry): boolean => {
    const dropped = (packet.trimStart ?? 0) + (packet.trimEnd ?? 0);
    return index < init.silentPackets || (dropped > 0 && dropped >= packet.duration);
  };
  const settle = (entry: Entry): void => {
    if (entry.length === 0 && !mayBeSilent(entry)) init.lost(entry.packet);
    let at = 0;
    for (const block of entry.blocks) {
      putOut(entry.packet, block, [at, entry.length]);
      at += block.length;
    }
  };
  return {
    get waiting() {
      return entries.length - ((entries[0]?.length ?? 0) > 0 ? 1 : 0);
    },
    add: (packet) => {
      entries.push({ packet, index: added, length: 0, blocks: [] });
      return added++;
    },
    take: (index, block) => {
      for (let first = entries[0]; first !== undefined && first.index < index; first = entries[0]) {
        entries.shift();
        settle(first);
      }
      const [entry] = entries;
      if (entry?.index !== index) return;
      const at = entry.length;
      entry.length += block.length;
      if ((entry.packet.trimEnd ?? 0) > 0) entry.blocks.push(block);
      else putOut(entry.packet, block, [at, entry.length]);
    },
    finish: () => {
      for (const entry of entries.splice(0)) settle(entry);
    },
  };
};
