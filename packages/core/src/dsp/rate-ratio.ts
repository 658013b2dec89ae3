/** A conversion of rates as a reduced fraction: `up` output samples for each `down` input samples. */
export interface RateRatio {
  readonly up: number;
  readonly down: number;
}

const RESOLUTION = 1024;

const greatestCommonDivisor = (a: number, b: number): number => {
  let [x, y] = [a, b];
  while (y !== 0) [x, y] = [y, x % y];
  return x;
};

/**
 * The reduced fraction of two sample rates. Whole rates are taken exactly, fractional ones to
 * 1/1024 Hz.
 *
 * @example
 * import { rateRatio } from '@audioflow/core/dsp';
 * console.log(rateRatio(44100, 48000)); // { up: 160, down: 147 }
 */
export const rateRatio = (inputRate: number, outputRate: number): RateRatio => {
  const whole = Number.isInteger(inputRate) && Number.isInteger(outputRate);
  const scale = whole ? 1 : RESOLUTION;
  const up = Math.max(1, Math.round(outputRate * scale));
  const down = Math.max(1, Math.round(inputRate * scale));
  const divisor = greatestCommonDivisor(up, down);
  return { up: up / divisor, down: down / divisor };
};

/**
 * How many samples a stream of `length` samples has after resampling: round(length * up / down), a
 * half rounded up, exact at any length.
 *
 * @example
 * import { resampledLength, rateRatio } from '@audioflow/core/dsp';
 * console.log(resampledLength(10, rateRatio(44100, 48000))); // 11
 */
export const resampledLength = (length: number, { up, down }: RateRatio): number =>
  Number((2n * BigInt(length) * BigInt(up) + BigInt(down)) / (2n * BigInt(down)));
