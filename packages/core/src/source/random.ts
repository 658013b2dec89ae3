/** A seeded source of numbers in -1..1: the same seed gives the same numbers on every machine. */
export type Random = () => number;

/**
 * Makes a generator of evenly distributed numbers from -1 up to 1, without 1: mulberry32, a counter
 * with a mixing step, period 2^32.
 *
 * @param seed Any integer; streams of different seeds are unrelated.
 */
export const createRandom = (seed: number): Random => {
  // In an array, since a closure's own number would be allocated anew on each write.
  const counter = Int32Array.of(seed);
  return () => {
    const state = ((counter[0] ?? 0) + 0x6d2b79f5) | 0;
    counter[0] = state;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) / 2147483648;
  };
};
