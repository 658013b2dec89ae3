import { parabolaTop } from '../maths/parabola-top.js';
import type { Samples } from '../stage/mono.js';
import { correlate } from './correlate.js';

const { abs } = Math;

/** How two signals lie to each other. */
export interface Alignment {
  /** Samples that the second one is late; negative if it is early. With parts of a sample. */
  readonly lag: number;
  /** How well they go together then: 1 if they are the same but for loudness, negative if one is upside down. */
  readonly correlation: number;
}

/**
 * Finds how late one signal is to another: the lag at which they go together best, upside down too.
 *
 * @param maxLag The largest lag to look at, in samples, both ways. Default: all.
 * @throws AudioFlowError `invalid-option` when `maxLag` is no count.
 *
 * @example
 * import { align } from '@audioflow/analysis';
 * const noise = Float32Array.from({ length: 500 }, (_, i) => Math.sin(i * i));
 * const late = new Float32Array(530);
 * late.set(noise, 30);
 * const { lag, correlation } = align(noise, late);
 * console.log(lag.toFixed(1), correlation.toFixed(3)); // 30.0 1.000
 */
export const align = (first: Samples, second: Samples, maxLag?: number): Alignment => {
  const { values, maxLag: most } = correlate(first, second, maxLag);
  let best = most;
  for (let i = 0; i < values.length; i++) {
    if (abs(values[i] ?? 0) > abs(values[best] ?? 0)) best = i;
  }
  const middle = values[best] ?? 0;
  const left = values[best - 1] ?? middle;
  const right = values[best + 1] ?? middle;
  const shift = parabolaTop(left, middle, right);
  return { lag: best - most + shift, correlation: middle + ((right - left) / 4) * shift };
};
