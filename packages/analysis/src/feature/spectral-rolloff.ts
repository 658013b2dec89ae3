import type { AudioFrame } from '@audioflow/core';
import { checkOptions } from '@audioflow/core';
import type { OperatorFunction } from 'rxjs';
import * as z from 'zod';
import type { StftOptions } from '../spectrum/stft-options.js';
import { type FeaturePlan, feature, featureOf, type OfflineInit } from '../stage/feature.js';
import type { FeatureFrame, FeatureMatrix } from '../stage/feature.types.js';
import type { FeatureStageOptions } from '../stage/feature-options.js';
import type { Samples } from '../stage/mono.js';
import { planSpectral } from './spectral-kernel.js';

/** Options of {@link spectralRolloff}. */
export interface SpectralRolloffOptions extends StftOptions {
  /** Part of all magnitudes that lies below, 0 to 1. Default 0.85. */
  readonly part?: number | undefined;
}

const schema = z.strictObject({ part: z.number().gt(0).lt(1).default(0.85) });

const plan: FeaturePlan<SpectralRolloffOptions> = (owner, options) => {
  const { part, ...rest } = options;
  const checked = checkOptions(owner, schema, { part });
  return planSpectral(owner, rest, (frequencies) => ({
    size: 1,
    measure: (magnitudes, row): void => {
      let total = 0;
      for (let k = 0; k < magnitudes.length; k++) total += magnitudes[k] ?? 0;
      const threshold = checked.part * total;
      let sum = magnitudes[0] ?? 0;
      let k = 0;
      while (sum < threshold && k < magnitudes.length - 1) {
        k += 1;
        sum += magnitudes[k] ?? 0;
      }
      row[0] = frequencies[k] ?? 0;
    },
  }));
};

/**
 * The frequency that most of the magnitudes lie below, in Hz, as librosa's `spectral_rolloff`.
 *
 * Silence gives 0.
 *
 * @throws AudioFlowError as `stft`.
 *
 * @example
 * import { run, sine } from '@audioflow/core';
 * import { spectralRolloff } from '@audioflow/analysis';
 * const tone = sine({ frequency: 1000, duration: 0.1, sampleRate: 16000 });
 * await run(tone.pipe(spectralRolloff({ fftSize: 512, hopLength: 160 })), {
 *   write: ({ pts, values }) => {
 *     if (pts === 800) console.log(values[0].toFixed(2)); // 1031.25
 *   },
 * });
 */
export const spectralRolloff = (
  options: SpectralRolloffOptions & FeatureStageOptions = {},
): OperatorFunction<AudioFrame, FeatureFrame> => feature('spectralRolloff', options, plan);

/**
 * The frequency that most of the magnitudes lie below, in Hz, for samples in memory.
 *
 * @throws AudioFlowError `invalid-option`.
 *
 * @example
 * import { spectralRolloffOf } from '@audioflow/analysis';
 * const { frameCount, size } = spectralRolloffOf(new Float32Array(16000), { sampleRate: 16000 });
 * console.log(frameCount, size); // 32 1
 */
export const spectralRolloffOf = (
  samples: Samples,
  init: SpectralRolloffOptions & OfflineInit,
): FeatureMatrix => featureOf(samples, init, { owner: 'spectralRolloffOf', plan });
