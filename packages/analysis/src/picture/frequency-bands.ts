import type { FrequencyScale } from './frequency-scale.js';

const { ceil, floor, max, min } = Math;

/** Which bins of a spectrum the rows of a picture show. */
export interface FrequencyBands {
  /** How many bands there are. */
  readonly count: number;
  /** Band b is made of the bins from `from[b]` up to, and without, `to[b]`. */
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** Row r, from the top, lies between the bands `below[r]` and `above[r]`: so far on the way. */
  readonly below: Int32Array;
  readonly above: Int32Array;
  readonly part: Float64Array;
}

/**
 * Shares bins among rows: a row as high as a bin or higher is a band of its own, made of the bins whose middles lie in it; lower ones
 * (the bottom of a logarithmic axis) lie between two bins.
 */
export const createFrequencyBands = (
  scale: FrequencyScale,
  rows: number,
  { bins, binsPerHz }: { readonly bins: number; readonly binsPerHz: number },
): FrequencyBands => {
  const bands = new Map<string, readonly [from: number, to: number, index: number]>();
  const bandOf = (from: number, to: number): number => {
    const key = `${from} ${to}`;
    const [, , index] = bands.get(key) ?? [0, 0, bands.size];
    bands.set(key, [from, to, index]);
    return index;
  };
  const binOf = (bin: number): number => {
    const within = min(bins - 1, max(0, bin));
    return bandOf(within, within + 1);
  };
  const below = new Int32Array(rows);
  const above = new Int32Array(rows);
  const part = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const low = scale.toHz(1 - (row + 1) / rows) * binsPerHz;
    const high = scale.toHz(1 - row / rows) * binsPerHz;
    if (high - low >= 1) {
      // The highest frequency of all belongs to the topmost row.
      const to = row === 0 ? floor(high) + 1 : ceil(high);
      below[row] = bandOf(min(bins - 1, ceil(low)), min(bins, to));
      above[row] = below[row] ?? 0;
      continue;
    }
    const middle = scale.toHz(1 - (row + 0.5) / rows) * binsPerHz;
    below[row] = binOf(floor(middle));
    above[row] = binOf(floor(middle) + 1);
    part[row] = middle - floor(middle);
  }
  const all = [...bands.values()];
  return {
    count: all.length,
    from: Int32Array.from(all, ([from]) => from),
    to: Int32Array.from(all, ([, to]) => to),
    below,
    above,
    part,
  };
};
