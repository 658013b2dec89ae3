/**
 * One float sample as an integer of `2 * scale` steps: scaled, rounded half away from zero,
 * saturated; NaN becomes 0. `scale` is 2^(bits - 1), the same both ways, so that what came from
 * integers goes back to the same integers.
 *
 * @example
 * import { quantizeSample } from '@audioflow/core';
 * console.log(quantizeSample(0.5, 32768), quantizeSample(2, 32768), quantizeSample(Number.NaN, 128)); // 16384 32767 0
 */
export const quantizeSample = (sample: number, scale: number): number => {
  const scaled = sample * scale;
  if (scaled >= scale - 1) return scale - 1;
  if (scaled <= -scale) return -scale;
  if (scaled >= 0) return Math.floor(scaled + 0.5);
  return scaled < 0 ? 0 - Math.floor(0.5 - scaled) : 0;
};
