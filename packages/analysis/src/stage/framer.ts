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

/** Takes the frame that begins at `offset`. */
export type TakeFrame = (samples: Float64Array, offset: number) => void;

/** Cuts a stream of samples into frames. */
export interface Framer {
  push(samples: Float64Array, take: TakeFrame): void;
  /** The stream has ended: pads its end. */
  flush(take: TakeFrame): void;
}

/**
 * Makes a framer. The frames are those of librosa: 1 + floor(n / hop) of them when centred (for even lengths), else 1 +
 * floor((n - length) / hop); without a sample there are none.
 */
export const createFramer = (framing: Framing): Framer => {
  const { frameLength, hopLength, center, padMode, lead = 0 } = framing;
  const pad = center ? Math.floor(frameLength / 2) : 0;
  const room = Math.max(8192, 4 * frameLength + hopLength);
  const data = new Float64Array(2 * pad + 2 + lead + room);
  /** Where the next frame begins; beyond `end` when frames do not touch. */
  let start = 0;
  let end = pad + lead;
  let count = 0;
  let ready = padMode === 'constant';

  const at = (index: number): number => data[end - count + index] ?? 0;
  const begin = (): void => {
    ready = true;
    for (let i = 0; i < pad; i++) data[i] = at(padMode === 'edge' ? 0 : reflect(i - pad, count));
  };
  const cut = (take: TakeFrame): void => {
    for (; start + frameLength <= end; start += hopLength) take(data, start);
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
        if (padMode === 'constant') data[last + i] = 0;
        else if (padMode === 'edge') data[last + i] = data[last - 1] ?? 0;
        else data[last + i] = data[last - count + reflect(count + i, count)] ?? 0;
      }
      end = last + pad;
      cut(take);
    },
  };
};
