import { type AudioFrame, checkOptions } from '@audioflow/core';
import type { OperatorFunction } from 'rxjs';
import * as z from 'zod';
import { planSpectrogram, type SpectrogramOptions } from '../spectrum/spectrogram-kernel.js';
import type { StftOptions } from '../spectrum/stft-options.js';
import { type FeaturePlan, feature, featureOf, type OfflineInit } from '../stage/feature.js';
import type { FeatureFrame, FeatureMatrix } from '../stage/feature.types.js';
import type { FeatureStageOptions } from '../stage/feature-options.js';
import type { Samples } from '../stage/mono.js';
import { chromaFilterbank } from './chroma-filterbank.js';
import { tuningOf } from './tuning.js';

/** Options of {@link chroma}. Defaults are librosa's, but for the tuning of a stream. */
export interface ChromaOptions extends StftOptions {
  /** How far the concert pitch is from 440 Hz, in parts of a note. Default 0. */
  readonly tuning?: number | undefined;
  /** Notes of an octave. Default 12. */
  readonly chromaCount?: number | undefined;
  /** 'max': the largest value of each frame is 1; null leaves the power. Default 'max'. */
  readonly norm?: 'max' | null | undefined;
}

/** Options of {@link chromaOf}. */
export interface ChromaOfflineOptions extends Omit<ChromaOptions, 'tuning'> {
  /** As in {@link ChromaOptions}; 'estimate' finds it first, which is librosa's default. Default 0. */
  readonly tuning?: number | 'estimate' | undefined;
}

const schema = z.strictObject({
  tuning: z.number().default(0),
  chromaCount: z.int().min(2).max(96).default(12),
  norm: z.literal('max').nullable().default('max'),
});

const TINY = 1.1754943508222875e-38;

type Spectrum = Float32Array | Float64Array;

/** Makes what folds spectra of powers into the notes of an octave. */
const createFold = (
  init: { readonly sampleRate: number; readonly fftSize: number; readonly tuning: number },
  { chromaCount: size, norm }: { readonly chromaCount: number; readonly norm: 'max' | null },
): ((spectrum: Spectrum, row: Spectrum) => void) => {
  const weights = chromaFilterbank({ ...init, chromaCount: size });
  const bins = weights.length / size;
  return (spectrum, row) => {
    let largest = 0;
    for (let c = 0; c < size; c++) {
      let sum = 0;
      for (let k = 0; k < bins; k++) sum += (weights[c * bins + k] ?? 0) * (spectrum[k] ?? 0);
      row[c] = sum;
      if (sum > largest) largest = sum;
    }
    if (norm === null || largest < TINY) return;
    for (let c = 0; c < size; c++) row[c] = (row[c] ?? 0) / largest;
  };
};

const plan: FeaturePlan<ChromaOptions> = (owner, options) => {
  const { tuning, chromaCount, norm, ...rest } = options;
  const checked = checkOptions(owner, schema, { tuning, chromaCount, norm });
  const planPower = planSpectrogram(owner, { ...rest, power: 2 });
  return (sampleRate) => {
    const { framing, size: bins, process } = planPower();
    const init = { sampleRate, fftSize: framing.frameLength, tuning: checked.tuning };
    const fold = createFold(init, checked);
    const spectrum = new Float64Array(bins);
    return {
      framing,
      size: checked.chromaCount,
      process: (samples, offset, row): void => {
        process(samples, offset, spectrum);
        fold(spectrum, row);
      },
    };
  };
};

/**
 * How much of each note of the octave sounds, from C on, whatever the octave: as librosa's `chroma_stft`.
 *
 * @throws AudioFlowError as `stft`.
 *
 * @example
 * import { run, sine } from '@audioflow/core';
 * import { chroma } from '@audioflow/analysis';
 * const a4 = sine({ frequency: 440, duration: 0.1, sampleRate: 22050 });
 * await run(a4.pipe(chroma({ fftSize: 4096, hopLength: 1024 })), {
 *   write: ({ pts, values }) => {
 *     if (pts === 1024) console.log(values.indexOf(Math.max(...values))); // 9
 *   },
 * });
 */
export const chroma = (
  options: ChromaOptions & FeatureStageOptions = {},
): OperatorFunction<AudioFrame, FeatureFrame> => feature('chroma', options, plan);

/**
 * How much of each note of the octave sounds, for samples in memory; it can find the concert pitch first.
 *
 * @throws AudioFlowError `invalid-option`.
 *
 * @example
 * import { chromaOf } from '@audioflow/analysis';
 * const { frameCount, size } = chromaOf(new Float32Array(22050), { sampleRate: 22050, tuning: 'estimate' });
 * console.log(frameCount, size); // 44 12
 */
export const chromaOf = (
  samples: Samples,
  init: ChromaOfflineOptions & OfflineInit,
): FeatureMatrix => {
  const { tuning: wanted, ...options } = init;
  const given = typeof wanted === 'string' ? undefined : wanted;
  const source = { owner: 'chromaOf', plan };
  if (wanted !== 'estimate') return featureOf(samples, { ...options, tuning: given }, source);
  const { chromaCount, norm, ...rest } = options;
  const checked = checkOptions('chromaOf', schema, { chromaCount, norm });
  const powers = { ...rest, power: 2 } satisfies SpectrogramOptions & OfflineInit;
  const spectra = featureOf<SpectrogramOptions & OfflineInit>(samples, powers, {
    owner: 'chromaOf',
    plan: planSpectrogram,
  });
  const { frameCount, size: bins, sampleRate } = spectra;
  const fftSize = rest.fftSize ?? 2048;
  const size = checked.chromaCount;
  const tuning = tuningOf(spectra, fftSize, size);
  const fold = createFold({ sampleRate, fftSize, tuning }, checked);
  const data = new Float32Array(frameCount * size);
  for (let frame = 0; frame < frameCount; frame++) {
    const row = data.subarray(frame * size, (frame + 1) * size);
    fold(spectra.data.subarray(frame * bins, (frame + 1) * bins), row);
  }
  return { ...spectra, size, data };
};
