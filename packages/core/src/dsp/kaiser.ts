import { besselI0 } from './bessel-i0.js';

/**
 * The Kaiser window's shape for a stop-band attenuation: J. F. Kaiser, "Nonrecursive digital filter
 * design using the I0-sinh window function", 1974, as given in Oppenheim and Schafer,
 * "Discrete-Time Signal Processing", eq. 7.75.
 *
 * @param attenuationDb How far the stop band lies below the pass band, in dB.
 *
 * @example
 * import { kaiserBeta } from '@audioflow/core/dsp';
 * console.log(kaiserBeta(120).toFixed(3)); // 12.265
 */
export const kaiserBeta = (attenuationDb: number): number => {
  if (attenuationDb > 50) return 0.1102 * (attenuationDb - 8.7);
  if (attenuationDb < 21) return 0;
  return 0.5842 * (attenuationDb - 21) ** 0.4 + 0.07886 * (attenuationDb - 21);
};

/**
 * The length that a Kaiser-windowed filter needs (same source, eq. 7.76).
 *
 * @param attenuationDb Stop-band attenuation and pass-band error, in dB.
 * @param transitionWidth From the pass band's edge to the stop band's, in radians per sample.
 * @returns Taps, rounded up.
 *
 * @example
 * import { kaiserLength } from '@audioflow/core/dsp';
 * console.log(kaiserLength(60, 0.1 * Math.PI)); // 74
 */
export const kaiserLength = (attenuationDb: number, transitionWidth: number): number =>
  Math.ceil((attenuationDb - 7.95) / (2.285 * transitionWidth)) + 1;

/**
 * The Kaiser window's value at a place: 1 in the middle, least at the ends, 0 beyond them.
 *
 * @param place From -1 (one end) to 1 (the other).
 * @param beta Shape, see {@link kaiserBeta}.
 *
 * @example
 * import { kaiserWindow } from '@audioflow/core/dsp';
 * console.log(kaiserWindow(0, 8), kaiserWindow(1.5, 8)); // 1 0
 */
export const kaiserWindow = (place: number, beta: number): number => {
  const inside = 1 - place * place;
  return inside < 0 ? 0 : besselI0(beta * Math.sqrt(inside)) / besselI0(beta);
};
