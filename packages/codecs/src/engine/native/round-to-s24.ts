/** Added and taken away again it leaves a double without the bits below 2^-23: 1.5 * 2^(52 - 23). */
const SHIFT = 1.5 * 2 ** 29;

/**
 * Rounds the first `count` samples, in place, to what 24 bits can hold, ties to even: FFmpeg's encoders
 * of 24 bits cut the lower bits off.
 */
export const roundToS24 = (plane: Float32Array, count: number): void => {
  for (let i = 0; i < count; i++) plane[i] = (plane[i] ?? 0) + SHIFT - SHIFT;
};
