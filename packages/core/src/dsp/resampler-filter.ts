import { kaiserBeta, kaiserLength, kaiserWindow } from './kaiser.js';
import type { RateRatio } from './rate-ratio.js';

/** Quality of the band-limited resamplers. */
export type SincQuality = 'medium' | 'high';

/** The low-pass filter of a resampler, cut into phases: row `p` is for outputs `p / phases` after an input. */
export interface FilterBank {
  /** Taps of a row: a multiple of four. */
  readonly taps: number;
  readonly phases: number;
  /** True: outputs lie between two rows, and a last row for phase 1 is there. */
  readonly interpolated: boolean;
  /** Row after row. */
  readonly rows: Float64Array;
}

interface FilterSpec {
  readonly attenuationDb: number;
  /** Edge of the pass band, as a part of the lower Nyquist frequency. The stop band begins there. */
  readonly passband: number;
  /** Rows per input sample where the exact ones would be too many. */
  readonly phases: number;
}

/**
 * The attenuations are above what the tests demand (120 and 96 dB), since Kaiser's formulas are
 * approximate. Straight lines between rows are off by at most (pi / phases)^2 / 8: -130 and -118 dB.
 */
const SPECS: Readonly<Record<SincQuality, FilterSpec>> = {
  medium: { attenuationDb: 98, passband: 0.85, phases: 1024 },
  high: { attenuationDb: 126, passband: 0.91, phases: 2048 },
};

const MAX_EXACT_VALUES = 2 ** 18;
const MAX_CACHED = 8;

const sinc = (x: number): number => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));

/** Fills one row, scaled so that a constant input keeps its value exactly. */
const fillRow = (
  row: Float64Array,
  fraction: number,
  filter: { readonly cutoff: number; readonly beta: number },
): void => {
  const half = row.length / 2;
  let sum = 0;
  for (let j = 0; j < row.length; j++) {
    const time = j - half + 1 - fraction;
    const value = sinc(2 * filter.cutoff * time) * kaiserWindow(time / half, filter.beta);
    row[j] = value;
    sum += value;
  }
  for (let j = 0; j < row.length; j++) row[j] = (row[j] ?? 0) / sum;
};

/**
 * Designs the windowed-sinc low pass of a ratio: as many phases as the ratio has where that table is
 * of a bounded size, else a fixed number to interpolate between.
 */
const designFilterBank = (ratio: RateRatio, quality: SincQuality): FilterBank => {
  const { attenuationDb, passband, phases: density } = SPECS[quality];
  // The lower Nyquist frequency, as a part of the input's.
  const band = Math.min(1, ratio.up / ratio.down);
  const length = kaiserLength(attenuationDb, Math.PI * band * (1 - passband));
  const taps = 4 * Math.ceil(length / 4);
  const interpolated = ratio.up * taps > MAX_EXACT_VALUES;
  const phases = interpolated ? Math.max(32, Math.ceil(density * band)) : ratio.up;
  const rowCount = interpolated ? phases + 1 : phases;
  const rows = new Float64Array(rowCount * taps);
  const filter = { cutoff: (band * (1 + passband)) / 4, beta: kaiserBeta(attenuationDb) };
  for (let p = 0; p < rowCount; p++) {
    fillRow(rows.subarray(p * taps, (p + 1) * taps), p / phases, filter);
  }
  return { taps, phases, interpolated, rows };
};

const cache = new Map<string, FilterBank>();

/** The filter of a ratio and quality, designed once: the last eight are kept. */
export const filterBank = (ratio: RateRatio, quality: SincQuality): FilterBank => {
  const key = `${ratio.up}/${ratio.down}/${quality}`;
  const bank = cache.get(key) ?? designFilterBank(ratio, quality);
  cache.delete(key);
  cache.set(key, bank);
  for (const oldest of cache.keys()) {
    if (cache.size <= MAX_CACHED) break;
    cache.delete(oldest);
  }
  return bank;
};
