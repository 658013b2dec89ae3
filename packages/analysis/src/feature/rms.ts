import type { AudioFrame } from '@audioflow/core';
import type { OperatorFunction } from 'rxjs';
import { type FeaturePlan, feature, featureOf, type OfflineInit } from '../stage/feature.js';
import type { FeatureFrame, FeatureMatrix } from '../stage/feature.types.js';
import type { FeatureStageOptions } from '../stage/feature-options.js';
import type { Samples } from '../stage/mono.js';
import { type TimeOptions, timeFraming } from './time-options.js';

const plan: FeaturePlan<TimeOptions> = (owner, options) => {
  const framing = timeFraming(owner, options, 'constant');
  const { frameLength } = framing;
  return () => ({
    framing,
    size: 1,
    process: (samples, offset, row): void => {
      let sum = 0;
      for (let i = offset; i < offset + frameLength; i++) {
        const x = samples[i] ?? 0;
        sum += x * x;
      }
      row[0] = Math.sqrt(sum / frameLength);
    },
  });
};

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
): OperatorFunction<AudioFrame, FeatureFrame> => feature('rms', options, plan);

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
  featureOf(samples, init, { owner: 'rmsOf', plan });
