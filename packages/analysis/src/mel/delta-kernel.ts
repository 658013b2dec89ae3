import { AudioFlowError, checkOptions } from '@audioflow/core';
import * as z from 'zod';

/** Options of `delta` and `deltaOf`. */
export interface DeltaOptions {
  /** Frames that are looked at, odd, at least 3. Default 9. */
  readonly width?: number | undefined;
  /** 1: how fast values change; 2: how fast that changes. Default 1. */
  readonly order?: 1 | 2 | undefined;
}

/** {@link DeltaOptions}, checked, with the weight of each frame. */
export interface DeltaPlan {
  readonly width: number;
  readonly half: number;
  readonly weights: Float64Array;
}

const schema = z.strictObject({
  width: z.int().min(3).default(9),
  order: z.literal([1, 2]).default(1),
});

/**
 * Weights of the least-squares line or parabola through `width` frames: its derivative of the same order (A. Savitzky and M. J. E. Golay,
 * 1964). It is constant over the window, so that the ends are those of the nearest full window.
 */
export const planDelta = (owner: string, options: DeltaOptions): DeltaPlan => {
  const { width, order } = checkOptions(owner, schema, options);
  if (width % 2 === 0) {
    throw new AudioFlowError('invalid-option', `${owner}: expected an odd width, got ${width}`);
  }
  const half = (width - 1) / 2;
  const places = Float64Array.from({ length: width }, (_, i) => i - half);
  const squares = places.map((x) => x * x);
  const mean = squares.reduce((sum, x) => sum + x, 0) / width;
  const shape = order === 1 ? places : squares.map((x) => x - mean);
  const scale = order / shape.reduce((sum, x) => sum + x * x, 0);
  return { width, half, weights: shape.map((x) => x * scale) };
};
