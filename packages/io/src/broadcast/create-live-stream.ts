import type { Packet } from '@audioflow/core';
import type { AudioBlock } from './audio-block.js';
import type { ResolvedBroadcasterOptions } from './broadcaster-options.js';
import { checkPacket } from './check-packet.js';
import { createBlockBuilder } from './create-block-builder.js';
import { createBurstRing } from './create-burst-ring.js';
import { createElementaryFramer } from './create-elementary-framer.js';
import type { StreamInfo } from './stream-info.js';

interface StreamFigures {
  /** Mean bits per second. */
  readonly measuredBitrate: number;
  readonly secondsSent: number;
  readonly bytesStreamed: number;
}

/** What is on air: packets in, blocks out, the newest of them kept for late joiners. */
interface LiveStream {
  push(packet: Packet): void;
  /** End of a programme: puts out what is held and forgets the burst. */
  finish(): void;
  /** What a listener gets that joins now. */
  burst(seconds: number): readonly AudioBlock[];
  figures(): StreamFigures;
}

/** Makes the one stream that all listeners share. */
export const createLiveStream = (
  options: ResolvedBroadcasterOptions,
  info: StreamInfo,
  onBlock: (block: AudioBlock) => void,
): LiveStream => {
  const frame = createElementaryFramer();
  const ring = createBurstRing(Math.max(options.burstSeconds, options.httpBurstSeconds));
  let secondsSent = 0;
  let bytesStreamed = 0;

  const blocks = createBlockBuilder(options.flushMs / 1000, (block) => {
    secondsSent += block.seconds;
    bytesStreamed += block.bytes.length;
    ring.push(block);
    onBlock(block);
  });

  return {
    push: (packet) => {
      checkPacket(packet, info);
      const bytes = frame(packet);
      if (bytes !== undefined) blocks.add(bytes, packet.duration / packet.sampleRate);
    },
    finish: () => {
      blocks.flush();
      ring.clear();
    },
    burst: (seconds) => ring.newest(seconds),
    figures: () => ({
      measuredBitrate: secondsSent === 0 ? 0 : Math.round((8 * bytesStreamed) / secondsSent),
      secondsSent,
      bytesStreamed,
    }),
  };
};
