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

/** Options of {@link spectralFlux}. */
export interface SpectralFluxOptions extends StftOptions {
  /** Look only at what grows. Default false. */
  readonly rectify?: boolean | undefined;
}

const schema = z.strictObject({ rectify: z.boolean().default(false) });

const plan: FeaturePlan<SpectralFluxOptions> = (owner, options) => {
  const { rectify, ...rest } = options;
  const checked = checkOptions(owner, schema, { rectify });
  return planSpectral(owner, rest, ({ length }) => {
    const before = new Float64Array(length);
    let isFirst = true;
    return {
      size: 1,
      measure: (magnitudes, row): void => {
        let sum = 0;
        for (let k = 0; k < length; k++) {
          const change = (magnitudes[k] ?? 0) - (before[k] ?? 0);
          if (!checked.rectify || change > 0) sum += change * change;
        }
        row[0] = isFirst ? 0 : Math.sqrt(sum);
        before.set(magnitudes);
        isFirst = false;
      },
    };
  });
};

/**
 * How much the spectrum changed since the frame before: the Euclidean distance of the magnitudes.
 *
 * The first frame gives 0.
 *
 * @throws AudioFlowError as `stft`.
 *
 * @example
 * import { run, sine } from '@audioflow/core';
 * import { spectralFlux } from '@audioflow/analysis';
 * const tone = sine({ frequency: 1000, duration: 0.1, sampleRate: 16000 });
 * await run(tone.pipe(spectralFlux({ fftSize: 512, hopLength: 160 })), {
 *   write: ({ pts, values }) => {
 *     if (pts === 800) console.log(values[0].toFixed(1)); // 0.0
 *   },
 * });
 */
export const spectralFlux = (
  options: SpectralFluxOptions & FeatureStageOptions = {},
): OperatorFunction<AudioFrame, FeatureFrame> => feature('spectralFlux', options, plan);

/**
 * How much the spectrum changes from frame to frame, for samples in memory.
 *
 * @throws AudioFlowError `invalid-option`.
 *
 * @example
 * import { spectralFluxOf } from '@audioflow/analysis';
 * const { frameCount, size } = spectralFluxOf(new Float32Array(16000), { sampleRate: 16000 });
 * console.log(frameCount, size); // 32 1
 */
export const spectralFluxOf = (
  samples: Samples,
  init: SpectralFluxOptions & OfflineInit,
): FeatureMatrix => featureOf(samples, init, { owner: 'spectralFluxOf', plan });
