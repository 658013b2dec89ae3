import type { AudioFrame } from './audio-frame.js';

/** A queue of samples: frames of one format go in, frames of any length come out. */
export interface FrameFifo {
  /** Samples per channel held. */
  readonly available: number;
  /** The pts of the next sample that comes out. */
  readonly pts: number;
  /** Whether `frame` continues what is held: same rate and channel count, and the next pts. */
  continues(frame: AudioFrame): boolean;
  /** Takes a frame. An empty fifo takes any format and pts; a fuller one trusts `continues`. */
  push(frame: AudioFrame): void;
  /** The next `length` samples as one frame, or undefined if fewer are held. */
  pop(length: number): AudioFrame | undefined;
  clear(): void;
}

/**
 * Makes a {@link FrameFifo}. A frame that has exactly the wanted length passes without a copy.
 *
 * @example
 * import { createFrame, createFrameFifo } from '@audioflow/core';
 * const fifo = createFrameFifo();
 * fifo.push(createFrame([Float32Array.of(1, 2, 3)], { sampleRate: 8000, pts: 5 }));
 * console.log(fifo.pop(2)?.pts, fifo.pts, fifo.available, fifo.pop(2)); // 5 7 1 undefined
 */
export const createFrameFifo = (): FrameFifo => {
  let frames: AudioFrame[] = [];
  let offset = 0;
  let available = 0;
  let pts = 0;
  const pop = (length: number): AudioFrame | undefined => {
    const first = frames[0];
    if (length <= 0 || available < length || first === undefined) return undefined;
    const from = offset;
    const at = pts;
    pts += length;
    available -= length;
    if (from === 0 && first.length === length) {
      frames.shift();
      return first;
    }
    if (first.length - from >= length) {
      offset += length;
      if (offset === first.length) {
        frames.shift();
        offset = 0;
      }
      const views = first.channels.map((plane) => plane.subarray(from, from + length));
      return { ...first, channels: views, length, pts: at };
    }
    const channels = first.channels.map(() => new Float32Array(length));
    let filled = 0;
    while (filled < length) {
      const frame = frames[0];
      if (frame === undefined) break;
      const take = Math.min(length - filled, frame.length - offset);
      for (const [index, plane] of frame.channels.entries()) {
        channels[index]?.set(plane.subarray(offset, offset + take), filled);
      }
      filled += take;
      offset += take;
      if (offset === frame.length) {
        frames.shift();
        offset = 0;
      }
    }
    return { ...first, channels, length, pts: at };
  };
  return {
    get available() {
      return available;
    },
    get pts() {
      return pts;
    },
    continues: (frame) => {
      const first = frames[0];
      if (first === undefined) return true;
      return (
        frame.sampleRate === first.sampleRate &&
        frame.channels.length === first.channels.length &&
        frame.pts === pts + available
      );
    },
    push: (frame) => {
      if (frame.length === 0) return;
      if (available === 0) pts = frame.pts;
      frames.push(frame);
      available += frame.length;
    },
    pop,
    clear: () => {
      frames = [];
      offset = 0;
      available = 0;
    },
  };
};
