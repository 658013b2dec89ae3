import type { AudioBlock } from './audio-block.js';

interface BurstRing {
  push(block: AudioBlock): void;
  /** The newest blocks that together play for at most `seconds`, oldest first. */
  newest(seconds: number): readonly AudioBlock[];
  clear(): void;
}

/**
 * Keeps the newest whole blocks, at most `capacity` seconds of them. Blocks are whole frames, so
 * every burst begins at a frame header.
 */
export const createBurstRing = (capacity: number): BurstRing => {
  let blocks: AudioBlock[] = [];
  let held = 0;

  const push = (block: AudioBlock): void => {
    blocks.push(block);
    held += block.seconds;
    while (held > capacity + 1e-9) {
      const oldest = blocks.shift();
      if (oldest === undefined) break;
      held -= oldest.seconds;
    }
  };

  const newest = (seconds: number): readonly AudioBlock[] => {
    let from = blocks.length;
    let total = 0;
    for (;;) {
      const candidate = blocks[from - 1];
      if (candidate === undefined || total + candidate.seconds > seconds + 1e-9) break;
      total += candidate.seconds;
      from -= 1;
    }
    return blocks.slice(from);
  };

  const clear = (): void => {
    blocks = [];
    held = 0;
  };

  return { push, newest, clear };
};
