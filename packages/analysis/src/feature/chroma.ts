import { type AudioFrame, checkOptions } from '@audioflow/core';
import type { OperatorFunction } from 'rxjs';
import * as z from 'zod';
import { spectrogramOf } from '../spectrum/spectrogram.js';
import { planSpectrogram } from '../spectrum/spectrogram-kernel.js';
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

const plan: FeaturePlan<ChromaOptions> = (owner, options) => {
  const { tuning, chromaCount, norm, ...rest } = options;
  const checked = checkOptions(owner, schema, { tuning, chromaCount, norm });
  const planPower = planSpectrogram(owner, { ...rest, power: 2 });
  return (sampleRate) => {
    const power = planPower(sampleRate);
    const bins = power.size;
    const size = checked.chromaCount;
    const fftSize = power.framing.frameLength;
    const init = { sampleRate, fftSize, tuning: checked.tuning, chromaCount: size };
    const weights = chromaFilterbank(init);
    const spectrum = new Float64Array(bins);
    return {
      framing: power.framing,
      size,
      process: (samples, offset, row): void => {
        power.process(samples, offset, spectrum);
        let largest = 0;
        for (let c = 0; c < size; c++) {
          let sum = 0;
          for (let k = 0; k < bins; k++) sum += (weights[c * bins + k] ?? 0) * (spectrum[k] ?? 0);
          row[c] = sum;
          if (sum > largest) largest = sum;
        }
        if (checked.norm === null || largest < TINY) return;
        for (let c = 0; c < size; c++) row[c] = (row[c] ?? 0) / largest;
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
  const spectra = spectrogramOf(samples, { ...rest, power: 2 });
  const tuning = tuningOf(spectra, rest.fftSize ?? 2048, chromaCount ?? 12);
  return featureOf(samples, { ...options, tuning }, source);
};
