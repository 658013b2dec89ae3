/** A positive double as an exact fraction: every double is an integer over a power of two. */
const exactFraction = (value: number): readonly [numerator: bigint, denominator: bigint] => {
  let numerator = value;
  let denominator = 1n;
  while (!Number.isInteger(numerator)) {
    numerator *= 2;
    denominator *= 2n;
  }
  return [BigInt(numerator), denominator];
};

const divideToNearest = (numerator: bigint, denominator: bigint): number => {
  const magnitude = numerator < 0n ? -numerator : numerator;
  const quotient = (2n * magnitude + denominator) / (2n * denominator);
  return Number(numerator < 0n ? -quotient : quotient);
};

/**
 * A time in samples of one rate as the nearest sample of another; a tie goes away from zero.
 *
 * The result is exact at any distance from zero: no rounding error builds up over days of audio.
 *
 * @param pts An integer, in samples at `fromRate`.
 * @param fromRate Hz, above 0; may be fractional.
 * @param toRate Hz, above 0; may be fractional.
 * @returns An integer, in samples at `toRate`.
 *
 * @example
 * import { rescalePts } from '@audioflow/core';
 * console.log(rescalePts(44100, 44100, 48000), rescalePts(-3, 48000, 16000)); // 48000 -1
 */
export const rescalePts = (pts: number, fromRate: number, toRate: number): number => {
  if (fromRate === toRate || pts === 0) return pts;
  const product = pts * toRate;
  if (Number.isInteger(fromRate) && Number.isInteger(toRate) && Math.abs(product) < 2 ** 52) {
    const magnitude = Math.abs(product);
    const rest = magnitude % fromRate;
    const quotient = (magnitude - rest) / fromRate + (2 * rest >= fromRate ? 1 : 0);
    return product < 0 && quotient !== 0 ? -quotient : quotient;
  }
  const [fromNumerator, fromDenominator] = exactFraction(fromRate);
  const [toNumerator, toDenominator] = exactFraction(toRate);
  return divideToNearest(
    BigInt(pts) * toNumerator * fromDenominator,
    toDenominator * fromNumerator,
  );
};
