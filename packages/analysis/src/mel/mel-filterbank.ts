import { AudioFlowError, checkOptions } from '@audioflow/core';
import type { BinBands } from '@audioflow/core/dsp';
import * as z from 'zod';
import { hzToMel, type MelScale, melToHz } from './mel-scale.js';

/** Which mel bands there are. Defaults are librosa's. */
export interface MelOptions {
  /** Bands. Default 128. */
  readonly melCount?: number | undefined;
  /** Where the lowest band begins, in Hz. Default 0. */
  readonly minFrequency?: number | undefined;
  /** Where the highest band ends, in Hz. Default: half the rate. */
  readonly maxFrequency?: number | undefined;
  /** Default 'slaney'. */
  readonly melScale?: MelScale | undefined;
  /** 'slaney': each band has the area 1; null: each peaks at 1. Default 'slaney'. */
  readonly melNorm?: 'slaney' | null | undefined;
}

/** What {@link melFilterbank} takes. */
export interface MelFilterbankInit extends MelOptions {
  /** In Hz. */
  readonly sampleRate: number;
  readonly fftSize: number;
}

/** Triangular bands; only what is not 0 is kept. */
export interface MelFilterbank {
  /** Bands. */
  readonly size: number;
  /** Frequencies of a spectrum. */
  readonly bins: number;
  /** Writes the sum of each band of `spectrum` to `out`. */
  apply(spectrum: Float64Array, out: Float64Array): void;
  /** What is kept. */
  readonly bands: BinBands;
  /** All weights: that of frequency k in band m is at `m * bins + k`. */
  toDense(): Float64Array;
}

/** The shape of {@link MelOptions}. */
export const melShape: {
  readonly melCount: z.ZodDefault<z.ZodInt>;
  readonly minFrequency: z.ZodDefault<z.ZodNumber>;
  readonly maxFrequency: z.ZodOptional<z.ZodNumber>;
  readonly melScale: z.ZodDefault<z.ZodEnum<{ slaney: 'slaney'; htk: 'htk' }>>;
  readonly melNorm: z.ZodDefault<z.ZodNullable<z.ZodLiteral<'slaney'>>>;
} = {
  melCount: z.int().positive().max(4096).default(128),
  minFrequency: z.number().nonnegative().default(0),
  maxFrequency: z.number().positive().optional(),
  melScale: z.enum(['slaney', 'htk']).default('slaney'),
  melNorm: z.literal('slaney').nullable().default('slaney'),
};

const schema = z.strictObject({
  ...melShape,
  sampleRate: z.number().positive(),
  fftSize: z.int().min(2),
});

/**
 * Makes the filters of a mel spectrum, as librosa's `filters.mel`.
 *
 * @throws AudioFlowError `invalid-option`.
 *
 * @example
 * import { melFilterbank } from '@audioflow/analysis';
 * const bank = melFilterbank({ sampleRate: 16000, fftSize: 400, melCount: 80 });
 * const bands = new Float64Array(bank.size);
 * bank.apply(new Float64Array(bank.bins).fill(1), bands);
 * console.log(bank.size, bank.bins, bands[40].toFixed(4)); // 80 201 0.0267
 */
export const melFilterbank = (init: MelFilterbankInit): MelFilterbank => {
  const checked = checkOptions('melFilterbank', schema, init);
  const { sampleRate, fftSize, melCount, minFrequency, melScale, melNorm } = checked;
  const maxFrequency = checked.maxFrequency ?? sampleRate / 2;
  if (!(maxFrequency > minFrequency)) {
    throw new AudioFlowError(
      'invalid-option',
      `melFilterbank: expected a maxFrequency above minFrequency (${minFrequency} Hz), got ${maxFrequency}`,
    );
  }
  const bins = Math.floor(fftSize / 2) + 1;
  const low = hzToMel(minFrequency, melScale);
  const high = hzToMel(maxFrequency, melScale);
  const edges = Array.from({ length: melCount + 2 }, (_, m) =>
    melToHz(low + (m * (high - low)) / (melCount + 1), melScale),
  );
  const starts = new Int32Array(melCount);
  const ends = new Int32Array(melCount);
  const kept: number[] = [];
  const from = new Int32Array(melCount);
  for (let m = 0; m < melCount; m++) {
    const [left = 0, middle = 0, right = 0] = edges.slice(m, m + 3);
    const gain = melNorm === 'slaney' ? 2 / (right - left) : 1;
    from[m] = kept.length;
    let last = 0;
    for (let k = 0; k < bins; k++) {
      const hz = (k * sampleRate) / fftSize;
      const weight = Math.min((hz - left) / (middle - left), (right - hz) / (right - middle));
      if (!(weight > 0)) continue;
      if (last === 0) starts[m] = k;
      last = k + 1;
      kept.push(weight * gain);
    }
    ends[m] = last;
  }
  const weights = Float64Array.from(kept);
  return {
    size: melCount,
    bins,
    bands: { starts, counts: ends.map((end, m) => Math.max(0, end - (starts[m] ?? 0))), weights },
    apply: (spectrum, out): void => {
      let w = 0;
      for (let m = 0; m < melCount; m++) {
        const end = ends[m] ?? 0;
        let sum = 0;
        for (let k = starts[m] ?? 0; k < end; k++) {
          sum += (weights[w] ?? 0) * (spectrum[k] ?? 0);
          w += 1;
        }
        out[m] = sum;
      }
    },
    toDense: (): Float64Array => {
      const dense = new Float64Array(melCount * bins);
      for (let m = 0; m < melCount; m++) {
        const start = starts[m] ?? 0;
        const count = Math.max(0, (ends[m] ?? 0) - start);
        dense.set(weights.subarray(from[m] ?? 0, (from[m] ?? 0) + count), m * bins + start);
      }
      return dense;
    },
  };
};
