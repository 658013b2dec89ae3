/** Steps of the mantissa from 1 to 2. */
const STEPS = 1024;
/** Twice as many 32-bit words as doubles: the upper one has sign, exponent and the mantissa's first 20 bits. */
const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);
const UPPER = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? 1 : 0;

const middles = Float64Array.from({ length: STEPS }, (_, i) => 1 + (i + 0.5) / STEPS);
const logs = middles.map((x) => Math.log10(x));
const inverses = middles.map((x) => 1 / x);
/** By exponent, with its bias of 1023: what brings a number between 1 and 2, and the log of that power of two. */
const scales = Float64Array.from({ length: 2047 }, (_, e) => 2 ** (1023 - Math.max(1, e)));
const powers = Float64Array.from({ length: 2047 }, (_, e) => (e - 1023) * Math.log10(2));
const { LOG10E } = Math;

/**
 * log10 of a normal, positive, finite number: the exponent, a table of the mantissa, and five terms of the series for the rest. The error is
 * below 1e-13.
 */
export const fastLog10 = (x: number): number => {
  double[0] = x;
  const upper = words[UPPER] ?? 0;
  const exponent = upper >>> 20;
  const step = (upper >>> 10) & (STEPS - 1);
  const r = x * (scales[exponent] ?? 1) * (inverses[step] ?? 1) - 1;
  const series = r * (1 - r * (0.5 - r * (1 / 3 - r * (0.25 - 0.2 * r))));
  return (powers[exponent] ?? 0) + (logs[step] ?? 0) + series * LOG10E;
};
