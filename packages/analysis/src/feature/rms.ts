import type { AudioFrame } from '@audioflow/core';
import type { OperatorFunction } from 'rxjs';
import { feature, featureOf, type OfflineInit } from '../stage/feature.js';
import type { FeatureFrame, FeatureMatrix } from '../stage/feature.types.js';
import type { FeatureStageOptions } from '../stage/feature-options.js';
import type { Samples } from '../stage/mono.js';
import { planRms } from './rms-kernel.js';
import type { TimeOptions } from './time-options.js';

/**
 * Root mean square of a stream, frame by frame, linear: as librosa's `rms`. Ends are padded with zeros.
 *
 * @throws AudioFlowError `invalid-option` at once; through the stream `malformed-data` on a jump of pts, `format-changed`.
 *
 * @example
 * import { run, sine } from '@audioflow/core';
 * import { rms } from '@audioflow/analysis';
 * const tone = sine({ frequency: 1000, amplitude: 1, duration: 0.1, sampleRate: 16000 });
 * await run(tone.pipe(rms({ frameLength: 400, hopLength: 160 })), {
 *   write: ({ pts, values }) => {
 *     if (pts === 800) console.log(values[0].toFixed(3)); // 0.707
 *   },
 * });
 */
export const rms = (
  options: TimeOptions & FeatureStageOptions = {},
): OperatorFunction<AudioFrame, FeatureFrame> => feature('rms', options, planRms);

/**
 * Root mean square of samples in memory, frame by frame.
 *
 * @throws AudioFlowError `invalid-option`.
 *
 * @example
 * import { rmsOf } from '@audioflow/analysis';
 * const { frameCount, data } = rmsOf(new Float32Array(16000).fill(0.5), { sampleRate: 16000 });
 * console.log(frameCount, data[10]); // 32 0.5
 */
export const rmsOf = (samples: Samples, init: TimeOptions & OfflineInit): FeatureMatrix =>
  featureOf(samples, init, { owner: 'rmsOf', plan: planRms });
