import type { ExtractedFrame } from '@audioflow/analysis/extractor';

/** Frames that wait for their moment, in order of pts. */
export interface FrameQueue {
  push(frame: ExtractedFrame): void;
  /**
   * The frame that is nearest to a moment, in samples; it and later ones stay. Those before are given to `passed`, oldest first, and then let go of.
   */
  pick(pts: number, passed: (frame: ExtractedFrame) => void): ExtractedFrame | undefined;
  clear(): void;
}

/** More than this is the past of a page that does not draw: 3 s. */
const MOST = 360;

/** Makes a queue; `release` gets each frame that is not needed any more. */
export const createFrameQueue = (release: (frame: ExtractedFrame) => void): FrameQueue => {
  const frames: ExtractedFrame[] = [];
  const drop = (): void => {
    const frame = frames.shift();
    if (frame !== undefined) release(frame);
  };
  const clear = (): void => {
    while (frames.length > 0) drop();
  };
  return {
    push: (frame): void => {
      // A new stretch of time: a seek, another source.
      if (frame.pts <= (frames.at(-1)?.pts ?? Number.NEGATIVE_INFINITY)) clear();
      frames.push(frame);
      if (frames.length > MOST) drop();
    },
    pick: (pts, passed): ExtractedFrame | undefined => {
      for (;;) {
        const [first, second] = frames;
        if (first === undefined || second === undefined) return first;
        if (Math.abs(second.pts - pts) > Math.abs(first.pts - pts)) return first;
        passed(first);
        drop();
      }
    },
    clear,
  };
};
