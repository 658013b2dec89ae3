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

/** Options of {@link spectralFlatness}. */
export interface SpectralFlatnessOptions extends StftOptions {
  /** Smaller powers count as this. Default 1e-10. */
  readonly amin?: number | undefined;
}

const schema = z.strictObject({ amin: z.number().positive().default(1e-10) });

const plan: FeaturePlan<SpectralFlatnessOptions> = (owner, options) => {
  const { amin, ...rest } = options;
  const checked = checkOptions(owner, schema, { amin });
  return planSpectral(owner, rest, ({ length }) => ({
    size: 1,
    measure: (magnitudes, row): void => {
      let sum = 0;
      let logs = 0;
      for (let k = 0; k < length; k++) {
        const power = Math.max(checked.amin, (magnitudes[k] ?? 0) ** 2);
        sum += power;
        logs += Math.log(power);
      }
      row[0] = Math.exp(logs / length) / (sum / length);
    },
  }));
};

/**
 * How much the spectrum is like noise (1) or like tones (0), as librosa's `spectral_flatness`.
 *
 * The geometric mean of the powers over their arithmetic mean. Silence gives 1.
 *
 * @throws AudioFlowError as `stft`.
 *
 * @example
 * import { run, sine } from '@audioflow/core';
 * import { spectralFlatness } from '@audioflow/analysis';
 * const tone = sine({ frequency: 1000, duration: 0.1, sampleRate: 16000 });
 * await run(tone.pipe(spectralFlatness({ fftSize: 512, hopLength: 160 })), {
 *   write: ({ pts, values }) => {
 *     if (pts === 800) console.log(values[0].toFixed(3)); // 0.000
 *   },
 * });
 */
export const spectralFlatness = (
  options: SpectralFlatnessOptions & FeatureStageOptions = {},
): OperatorFunction<AudioFrame, FeatureFrame> => feature('spectralFlatness', options, plan);

/**
 * How much the spectrum is like noise (1) or like tones (0), for samples in memory.
 *
 * @throws AudioFlowError `invalid-option`.
 *
 * @example
 * import { spectralFlatnessOf } from '@audioflow/analysis';
 * const { frameCount, size } = spectralFlatnessOf(new Float32Array(16000), { sampleRate: 16000 });
 * console.log(frameCount, size); // 32 1
 */
export const spectralFlatnessOf = (
  samples: Samples,
  init: SpectralFlatnessOptions & OfflineInit,
): FeatureMatrix => featureOf(samples, init, { owner: 'spectralFlatnessOf', plan });
