import type { FrameKernel } from './feature.types.js';
import { createFramer, type Framing, type TakeFrames } from './framer.js';
import { type Samples, toMono } from './mono.js';

/** Takes a row, which is good until the next. */
export type TakeRow = (row: Samples) => void;

/** Samples in any cut to rows of a kernel: what streams and offline forms have in common. */
export interface KernelRows {
  /** Takes the mean of some channels, or the one that is named. */
  push(channels: readonly Samples[], channel: number | undefined, take: TakeRow): void;
  /** The samples have ended: pads their end. */
  flush(take: TakeRow): void;
}

interface Measuring<A extends Samples> {
  /** It takes what is not finite for 0 itself. */
  readonly isForgiving: boolean;
  readonly measure: (take: TakeRow) => TakeFrames<A>;
}

const createRows = <A extends Samples>(
  framing: Framing,
  make: (length: number) => A,
  { isForgiving, measure }: Measuring<A>,
): KernelRows => {
  const framer = createFramer(framing, make);
  let mono: Samples = make(0);
  return {
    push: (channels, channel, take): void => {
      const only = channels.length === 1 ? channels[0] : channels[channel ?? -1];
      if (isForgiving && only) {
        framer.push(only, measure(take));
        return;
      }
      const length = channels[0]?.length ?? 0;
      if (mono.length < length) mono = make(length);
      toMono(channels, channel, mono);
      framer.push(mono.subarray(0, length), measure(take));
    },
    flush: (take) => framer.flush(measure(take)),
  };
};

/** Makes it: frame by frame in double precision, or by blocks where the kernel has them, which are of single precision. */
export const createKernelRows = (kernel: FrameKernel): KernelRows => {
  const { framing, size, block, process } = kernel;
  const { hopLength } = framing;
  if (!block) {
    const row = new Float64Array(size);
    return createRows(framing, (length) => new Float64Array(length), {
      isForgiving: false,
      measure: (take) => (samples, offset, count) => {
        for (let k = 0; k < count; k++) {
          process(samples, offset + k * hopLength, row);
          take(row);
        }
      },
    });
  }
  const { rows } = block;
  return createRows(framing, (length) => new Float32Array(length), {
    isForgiving: true,
    measure: (take) => (samples, offset, count) => {
      for (let done = 0; done < count; done += rows.length) {
        const some = Math.min(rows.length, count - done);
        block.process(samples, offset + done * hopLength, some);
        for (let k = 0; k < some; k++) {
          const row = rows[k];
          if (row) take(row);
        }
      }
    },
  });
};
