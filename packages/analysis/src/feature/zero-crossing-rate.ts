import type { AudioFrame } from '@audioflow/core';
import type { OperatorFunction } from 'rxjs';
import { type FeaturePlan, feature, featureOf, type OfflineInit } from '../stage/feature.js';
import type { FeatureFrame, FeatureMatrix } from '../stage/feature.types.js';
import type { FeatureStageOptions } from '../stage/feature-options.js';
import type { Samples } from '../stage/mono.js';
import { type TimeOptions, timeFraming } from './time-options.js';

/** Not more than this from 0 is 0. */
const THRESHOLD = 1e-10;

const plan: FeaturePlan<TimeOptions> = (owner, options) => {
  const framing = timeFraming(owner, options, 'edge');
  const { frameLength } = framing;
  return () => ({
    framing,
    size: 1,
    process: (samples, offset, row): void => {
      let crossings = 0;
      let wasNegative = (samples[offset] ?? 0) < -THRESHOLD;
      for (let i = offset + 1; i < offset + frameLength; i++) {
        const isNegative = (samples[i] ?? 0) < -THRESHOLD;
        if (isNegative !== wasNegative) crossings += 1;
        wasNegative = isNegative;
      }
      row[0] = crossings / frameLength;
    },
  });
};

/**
 * How often a stream changes its sign, per sample, frame by frame: as librosa's `zero_crossing_rate`.
 *
 * Zero counts as positive. Ends are padded with the first and the last sample.
 *
 * @throws AudioFlowError `invalid-option` at once; through the stream `malformed-data` on a jump of pts, `format-changed`.
 *
 * @example
 * import { run, sine } from '@audioflow/core';
 * import { zeroCrossingRate } from '@audioflow/analysis';
 * const tone = sine({ frequency: 1000, duration: 0.1, sampleRate: 16000 });
 * await run(tone.pipe(zeroCrossingRate({ frameLength: 400, hopLength: 160 })), {
 *   write: ({ pts, values }) => {
 *     if (pts === 800) console.log(values[0].toFixed(3)); // 0.125
 *   },
 * });
 */
export const zeroCrossingRate = (
  options: TimeOptions & FeatureStageOptions = {},
): OperatorFunction<AudioFrame, FeatureFrame> => feature('zeroCrossingRate', options, plan);

/**
 * How often samples in memory change their sign, per sample, frame by frame.
 *
 * @throws AudioFlowError `invalid-option`.
 *
 * @example
 * import { zeroCrossingRateOf } from '@audioflow/analysis';
 * const { frameCount, data } = zeroCrossingRateOf(new Float32Array(16000).fill(0.5), { sampleRate: 16000 });
 * console.log(frameCount, data[10]); // 32 0
 */
export const zeroCrossingRateOf = (
  samples: Samples,
  init: TimeOptions & OfflineInit,
): FeatureMatrix => featureOf(samples, init, { owner: 'zeroCrossingRateOf', plan });
