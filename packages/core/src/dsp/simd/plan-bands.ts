import type { BinBands } from './simd-spectra.types.js';

/**
 * Lays bands out for packages/core/wasm/bands.ts: four at a time, in steps of four bins, as many as the longest of the four takes. Ranges are five words for
 * each four: where they begin, in bytes, and the steps.
 */
export const planBands = (
  bands: BinBands | undefined,
  bins: number,
): { readonly ranges: Int32Array; readonly weights: Float32Array } => {
  const { starts = [], counts = [], weights = [] } = bands ?? {};
  let used = 0;
  const firsts = Array.from(counts, (count) => {
    used += count;
    return used - count;
  });
  const ranges: number[] = [];
  const laid: number[] = [];
  for (let four = 0; four < starts.length; four += 4) {
    const group = [four, four + 1, four + 2, four + 3];
    const steps = Math.max(...group.map((band) => Math.ceil((counts[band] ?? 0) / 4)));
    // None reads further than three bins behind the last.
    const from = group.map((band) => Math.max(0, Math.min(starts[band] ?? 0, bins - 4 * steps)));
    ranges.push(...from.map((start) => 4 * start), steps);
    for (let step = 0; step < steps; step++) {
      for (const [index, band] of group.entries()) {
        for (let bin = 0; bin < 4; bin++) {
          const k = (from[index] ?? 0) + 4 * step + bin - (starts[band] ?? 0);
          const isIn = k >= 0 && k < (counts[band] ?? 0);
          laid.push(isIn ? (weights[(firsts[band] ?? 0) + k] ?? 0) : 0);
        }
      }
    }
  }
  return { ranges: Int32Array.from(ranges), weights: Float32Array.from(laid) };
};

/** Lays bands out one after the other: two words for each, the first bin and how many. */
export const planBandsInOrder = (
  bands: BinBands | undefined,
): { readonly ranges: Int32Array; readonly weights: Float32Array } => {
  const { starts = [], counts = [], weights = [] } = bands ?? {};
  const ranges = Array.from(starts, (start, band) => [start, counts[band] ?? 0]).flat();
  return { ranges: Int32Array.from(ranges), weights: Float32Array.from(weights) };
};
