import type { AudioFrame } from '@audioflow/core';
import type { OperatorFunction } from 'rxjs';
import { feature, featureOf, type OfflineInit } from '../stage/feature.js';
import type { FeatureFrame, FeatureMatrix } from '../stage/feature.types.js';
import type { FeatureStageOptions } from '../stage/feature-options.js';
import type { Samples } from '../stage/mono.js';
import { type PercentileLevelOptions, planPercentile } from './percentile-kernel.js';

/**
 * A percentile of the magnitudes of each frame: how much of the spectrum is filled, rather than how loud it is.
 *
 * A pure tone is near 0, however loud; broadband sound is not. For loudness there are `loudness` and `levels`.
 *
 * @throws AudioFlowError as `stft`.
 *
 * @example
 * import { run, sine } from '@audioflow/core';
 * import { percentileLevel } from '@audioflow/analysis';
 * const tone = sine({ frequency: 1000, duration: 0.1, sampleRate: 22050 });
 * await run(tone.pipe(percentileLevel()), {
 *   write: ({ pts, values }) => {
 *     if (pts === 1024) console.log(values[0] < 0.01); // true
 *   },
 * });
 */
export const percentileLevel = (
  options: PercentileLevelOptions & FeatureStageOptions = {},
): OperatorFunction<AudioFrame, FeatureFrame> =>
  feature('percentileLevel', options, planPercentile);

/**
 * A percentile of the magnitudes of each frame, for samples in memory. Frame k is at k * hopLength / sampleRate seconds.
 *
 * @throws AudioFlowError `invalid-option`.
 *
 * @example
 * import { percentileLevelOf } from '@audioflow/analysis';
 * const { frameCount, hopLength, sampleRate } = percentileLevelOf(new Float32Array(22050), { sampleRate: 22050 });
 * console.log(frameCount, (hopLength / sampleRate).toFixed(6)); // 44 0.023220
 */
export const percentileLevelOf = (
  samples: Samples,
  init: PercentileLevelOptions & OfflineInit,
): FeatureMatrix => featureOf(samples, init, { owner: 'percentileLevelOf', plan: planPercentile });
