import { floatBits } from './pack-plan.js';
import type { SimdLogarithm } from './simd-spectra.types.js';

/** artanh(s) / s as a polynomial of s^2 with Chebyshev's points up to s = (sqrt(2) - 1) / (sqrt(2) + 1): right to 7e-10. */
const SERIES = [1, 0.3333340769173839, 0.19987422687971573, 0.14962265186094692] as const;

/** Writes the words of packages/core/wasm/logs.ts: what an octave is worth (0 for no logarithms), floor, shift, gain, and the polynomial of ln m. */
export const planLogarithm = (logarithm: SimdLogarithm | undefined): number[] => {
  const { scale = 0, floor = 0, shift = 0, gain = 1 } = logarithm ?? {};
  const perSeries = (2 * scale) / Math.LN10;
  return [
    scale * Math.log10(2),
    floor,
    shift,
    gain,
    ...SERIES.map((factor) => perSeries * factor),
  ].map(floatBits);
};
