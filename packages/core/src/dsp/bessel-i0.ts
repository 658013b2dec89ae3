/**
 * The modified Bessel function of the first kind and order zero, by its power series (Abramowitz and
 * Stegun, 9.6.10), to the precision of a double.
 *
 * @example
 * import { besselI0 } from '@audioflow/core/dsp';
 * console.log(besselI0(0), besselI0(1).toFixed(10)); // 1 1.2660658778
 */
export const besselI0 = (x: number): number => {
  const quarter = (x * x) / 4;
  let term = 1;
  let sum = 1;
  for (let k = 1; term > sum * 1e-17; k++) {
    term *= quarter / (k * k);
    sum += term;
  }
  return sum;
};
