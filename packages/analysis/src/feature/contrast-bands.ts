import { roundToEven } from '../maths/round-to-even.js';
import type { SpectralMeasure } from './spectral-kernel.js';

interface Band {
  readonly from: number;
  readonly to: number;
  /** How many of the sorted magnitudes make the peak, and the valley. */
  readonly count: number;
}

/** Makes the measure of peaks (first half) and valleys (second half) of octave bands, librosa's way of counting bins. */
export const createContrast = (
  frequencies: Float64Array,
  options: {
    readonly minFrequency: number;
    readonly bandCount: number;
    readonly quantile: number;
  },
): SpectralMeasure => {
  const { minFrequency, bandCount, quantile } = options;
  const bins = frequencies.length;
  const edges = [0, ...Array.from({ length: bandCount + 1 }, (_, k) => minFrequency * 2 ** k)];
  const bands: Band[] = [];
  for (let k = 0; k <= bandCount; k++) {
    const [low = 0, high = 0] = edges.slice(k, k + 2);
    let from = frequencies.findIndex((hz) => hz >= low);
    let to = from;
    while (to < bins && (frequencies[to] ?? 0) <= high) to += 1;
    // Each band but the first begins one bin early, each but the last leaves its last bin to the next.
    if (k > 0) from = Math.max(0, from - 1);
    if (k === bandCount) to = bins;
    const count = Math.max(1, roundToEven(quantile * (to - from)));
    bands.push({ from, to: k < bandCount ? to - 1 : to, count });
  }
  const size = bands.length;
  return {
    size: 2 * size,
    measure: (magnitudes, row): void => {
      for (const [index, { from, to, count }] of bands.entries()) {
        const sorted = magnitudes.slice(from, Math.max(to, from + 1)).sort();
        let valley = 0;
        let peak = 0;
        const taken = Math.min(count, sorted.length);
        for (let i = 0; i < taken; i++) {
          valley += sorted[i] ?? 0;
          peak += sorted[sorted.length - 1 - i] ?? 0;
        }
        row[index] = peak / taken;
        row[size + index] = valley / taken;
      }
    },
  };
};
