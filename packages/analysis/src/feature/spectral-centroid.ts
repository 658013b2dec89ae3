import type { AudioFrame } from '@audioflow/core';
import type { OperatorFunction } from 'rxjs';
import type { StftOptions } from '../spectrum/stft-options.js';
import { type FeaturePlan, feature, featureOf, type OfflineInit } from '../stage/feature.js';
import type { FeatureFrame, FeatureMatrix } from '../stage/feature.types.js';
import type { FeatureStageOptions } from '../stage/feature-options.js';
import type { Samples } from '../stage/mono.js';
import { centroidOf, planSpectral } from './spectral-kernel.js';

const plan: FeaturePlan<StftOptions> = (owner, options) =>
  planSpectral(owner, options, (frequencies) => ({
    size: 1,
    measure: (magnitudes, row): void => {
      row[0] = centroidOf(magnitudes, frequencies);
    },
  }));

/**
 * The middle of the spectrum in Hz, as librosa's `spectral_centroid`: how bright a sound is.
 *
 * Silence gives 0.
 *
 * @throws AudioFlowError as `stft`.
 *
 * @example
 * import { run, sine } from '@audioflow/core';
 * import { spectralCentroid } from '@audioflow/analysis';
 * const tone = sine({ frequency: 1000, duration: 0.1, sampleRate: 16000 });
 * await run(tone.pipe(spectralCentroid({ fftSize: 512, hopLength: 160 })), {
 *   write: ({ pts, values }) => {
 *     if (pts === 800) console.log(values[0].toFixed(0)); // 1000
 *   },
 * });
 */
export const spectralCentroid = (
  options: StftOptions & FeatureStageOptions = {},
): OperatorFunction<AudioFrame, FeatureFrame> => feature('spectralCentroid', options, plan);

/**
 * The middle of the spectrum in Hz, for samples in memory.
 *
 * @throws AudioFlowError `invalid-option`.
 *
 * @example
 * import { spectralCentroidOf } from '@audioflow/analysis';
 * const { frameCount, size } = spectralCentroidOf(new Float32Array(16000), { sampleRate: 16000 });
 * console.log(frameCount, size); // 32 1
 */
export const spectralCentroidOf = (
  samples: Samples,
  init: StftOptions & OfflineInit,
): FeatureMatrix => featureOf(samples, init, { owner: 'spectralCentroidOf', plan });
