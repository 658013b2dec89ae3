/** The discrete cosine transform of type 2 of rows of `size` values, of which `count` are kept. */
export interface Dct {
  readonly count: number;
  apply(row: Float64Array, out: Float64Array): void;
}

/** Plans it: 'ortho' scales it so that it keeps lengths; null is twice the sum, as scipy has it. */
export const createDct = (size: number, count: number, norm: 'ortho' | null): Dct => {
  const table = new Float64Array(size * count);
  for (let k = 0; k < count; k++) {
    const scale = norm === null ? 2 : Math.sqrt((k === 0 ? 1 : 2) / size);
    for (let n = 0; n < size; n++) {
      table[k * size + n] = scale * Math.cos((Math.PI * k * (2 * n + 1)) / (2 * size));
    }
  }
  return {
    count,
    apply: (row, out): void => {
      for (let k = 0; k < count; k++) {
        let sum = 0;
        for (let n = 0; n < size; n++) sum += (table[k * size + n] ?? 0) * (row[n] ?? 0);
        out[k] = sum;
      }
    },
  };
};
