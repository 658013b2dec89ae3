import { AudioFlowError } from '@audioflow/core';

/**
 * A percentile of values, with linear interpolation between the two that it falls between, as numpy's. NaN is left out; of nothing it is 0.
 *
 * @param percent From 0 to 100.
 * @throws AudioFlowError `invalid-option` on another percentage.
 *
 * @example
 * import { percentileOf } from '@audioflow/analysis';
 * console.log(percentileOf([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 90).toFixed(3)); // 8.100
 */
export const percentileOf = (values: ArrayLike<number>, percent: number): number => {
  if (!(percent >= 0 && percent <= 100)) {
    throw new AudioFlowError(
      'invalid-option',
      `percentileOf: expected a percentage from 0 to 100, got ${percent}`,
    );
  }
  const sorted = Float64Array.from(values)
    .filter((x) => !Number.isNaN(x))
    .sort();
  const place = ((sorted.length - 1) * percent) / 100;
  const below = Math.floor(place);
  const low = sorted[below] ?? 0;
  const high = sorted[below + 1] ?? low;
  return high === low ? low : low + (high - low) * (place - below);
};
