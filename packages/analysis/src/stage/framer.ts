import type { Samples } from './mono.js';
import { reflect } from './reflect.js';

/** What stands in for the samples before the first and after the last. */
export type PadMode = 'constant' | 'reflect' | 'edge';

/** How samples are cut into frames that overlap. */
export interface Framing {
  /** Samples of a frame. */
  readonly frameLength: number;
  /** Samples from one frame to the next. */
  readonly hopLength: number;
  /** Frame k is centred on sample k * hopLength (ends are padded by half a frame); else it begins there. */
  readonly center: boolean;
  readonly padMode: PadMode;
  /** Zeros before the first sample, where frames are not centred. Default 0. */
  readonly lead?: number;
}

/** Takes `count` frames: the first begins at `offset`, the others a hop after one another. */
export type TakeFrames<A extends Samples> = (samples: A, offset: number, count: number) => void;

/** Cuts a stream of samples into frames. */
export interface Framer<A extends Samples> {
  push(samples: Samples, take: TakeFrames<A>): void;
  /** The stream has ended: pads its end. */
  flush(take: TakeFrames<A>): void;
}

/**
 * Makes a framer. The frames are those of librosa: 1 + floor(n / hop) of them when centred (for even lengths), else 1 +
 * floor((n - length) / hop); without a sample there are none.
 *
 * @param make Makes an array of zeros: samples are kept in the precision that it has.
 */
export const createFramer = <A extends Samples>(
  framing: Framing,
  make: (length: number) => A,
): Framer<A> => {
  const { frameLength, hopLength, center, padMode, lead = 0 } = framing;
  const pad = center ? Math.floor(frameLength / 2) : 0;
  const room = Math.max(8192, 4 * frameLength);
  const data = make(2 * pad + 2 + lead + room);
  const values: Samples = data;
  /** Where the next frame begins; beyond `end` when frames do not touch. */
  let start = 0;
  let end = pad + lead;
  let count = 0;
  let ready = padMode === 'constant';

  const at = (index: number): number => values[end - count + index] ?? 0;
  const begin = (): void => {
    ready = true;
    for (let i = 0; i < pad; i++) values[i] = at(padMode === 'edge' ? 0 : reflect(i - pad, count));
  };
  const cut = (take: TakeFrames<A>): void => {
    if (start + frameLength > end) return;
    const count = 1 + Math.floor((end - frameLength - start) / hopLength);
    const first = start;
    start += count * hopLength;
    take(data, first, count);
  };
  /** Keeps what frames to come need, and what the end would be padded with. */
  const compact = (): void => {
    const from = Math.max(0, Math.min(start, end - pad - 1));
    if (from === 0) return;
    data.copyWithin(0, from, end);
    start -= from;
    end -= from;
  };
  const tryToBegin = (): void => {
    if (!ready && count > (padMode === 'edge' ? 0 : pad)) begin();
  };
  return {
    push: (samples, take): void => {
      for (let from = 0; from < samples.length; ) {
        if (end === data.length) compact();
        const length = Math.min(data.length - end, samples.length - from);
        data.set(samples.subarray(from, from + length), end);
        from += length;
        end += length;
        count += length;
        tryToBegin();
        if (ready) cut(take);
      }
    },
    flush: (take): void => {
      if (count === 0) return;
      if (!ready) begin();
      compact();
      const last = end;
      for (let i = 0; i < pad; i++) {
        if (padMode === 'constant') values[last + i] = 0;
        else if (padMode === 'edge') values[last + i] = values[last - 1] ?? 0;
        else values[last + i] = values[last - count + reflect(count + i, count)] ?? 0;
      }
      end = last + pad;
      cut(take);
    },
  };
};
