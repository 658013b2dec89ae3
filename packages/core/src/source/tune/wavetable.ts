/** Samples of one turn in a wavetable; a last one repeats the first. */
export const TABLE_LENGTH = 2048;

/** One turn of a sum of harmonics, to be read with straight lines between its samples. */
export const harmonicTable = (amplitudes: readonly number[]): Float64Array =>
  Float64Array.from({ length: TABLE_LENGTH + 1 }, (_, i) => {
    const angle = (2 * Math.PI * i) / TABLE_LENGTH;
    return amplitudes.reduce((sum, a, k) => sum + a * Math.sin(angle * (k + 1)), 0);
  });

/** The table's value at a place from 0 to less than 1. */
export const readTable = (table: Float64Array, turns: number): number => {
  const place = turns * TABLE_LENGTH;
  const index = place | 0;
  const here = table[index] ?? 0;
  return here + (place - index) * ((table[index + 1] ?? 0) - here);
};
