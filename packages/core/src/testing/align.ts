/** How well one signal matches another. */
export interface Alignment {
  /** Samples by which `actual` is late; negative when early. */
  readonly lag: number;
  /** Normalised cross-correlation at that lag, -1..1. */
  readonly correlation: number;
}

/**
 * Finds the lag, up to `maxLag` samples either way, at which two signals correlate best. Direct sums:
 * meant for tests.
 *
 * @example
 * import { align, noiseFrame } from '@audioflow/core/testing';
 * const [noise] = noiseFrame(1000).channels;
 * console.log(align(noise, noise.subarray(3), 10).lag); // -3
 */
export const align = (expected: Float32Array, actual: Float32Array, maxLag: number): Alignment => {
  let best: Alignment = { lag: 0, correlation: Number.NEGATIVE_INFINITY };
  for (let lag = -maxLag; lag <= maxLag; lag += 1) {
    const from = Math.max(0, -lag);
    const to = Math.min(expected.length, actual.length - lag);
    let cross = 0;
    let a2 = 0;
    let b2 = 0;
    for (let i = from; i < to; i += 1) {
      const a = expected[i] ?? 0;
      const b = actual[i + lag] ?? 0;
      cross += a * b;
      a2 += a * a;
      b2 += b * b;
    }
    const correlation = a2 > 0 && b2 > 0 ? cross / Math.sqrt(a2 * b2) : 0;
    if (correlation > best.correlation) best = { lag, correlation };
  }
  return best;
};

/**
 * Signal-to-noise ratio of `actual` against `expected`, in dB; Infinity when equal.
 *
 * @example
 * import { snr } from '@audioflow/core/testing';
 * console.log(Math.round(snr(Float32Array.of(1, 1), Float32Array.of(1.1, 0.9)))); // 20
 */
export const snr = (expected: Float32Array, actual: Float32Array): number => {
  let signal = 0;
  let noise = 0;
  for (const [i, a] of expected.entries()) {
    const error = a - (actual[i] ?? 0);
    signal += a * a;
    noise += error * error;
  }
  return noise === 0 ? Number.POSITIVE_INFINITY : 10 * Math.log10(signal / noise);
};
