import type { AudioFrame } from '@audioflow/core';
import type { OperatorFunction } from 'rxjs';
import { collectDecibels, floorBelow } from '../mel/mel-decibels.js';
import { checkRate, feature, type OfflineInit } from '../stage/feature.js';
import type { FeatureFrame, FeatureMatrix } from '../stage/feature.types.js';
import type { FeatureStageOptions } from '../stage/feature-options.js';
import type { Samples } from '../stage/mono.js';
import {
  growth,
  type OnsetStrengthOptions,
  planOnsetStrength,
  planOnsets,
} from './onset-kernel.js';

/**
 * How much the bands of the ear grow louder from frame to frame, in dB: peaks where sounds begin. As librosa's `onset_strength`.
 *
 * The values are late by half a frame, as there, so that they stand where a sound begins. The floor goes by the loudest band up to now; that
 * of {@link onsetStrengthOf} by the loudest of all.
 *
 * @throws AudioFlowError as `stft`.
 *
 * @example
 * import { noise, run } from '@audioflow/core';
 * import { onsetStrength } from '@audioflow/analysis';
 * const strengths = [];
 * await run(noise({ duration: 1, sampleRate: 22050 }).pipe(onsetStrength()), {
 *   write: ({ values }) => { strengths.push(values[0]); },
 * });
 * console.log(strengths.length, strengths[0]); // 44 0
 */
export const onsetStrength = (
  options: OnsetStrengthOptions & FeatureStageOptions = {},
): OperatorFunction<AudioFrame, FeatureFrame> =>
  feature('onsetStrength', options, planOnsetStrength);

/**
 * How much the bands of the ear grow louder from frame to frame, in dB, for samples in memory: as librosa's `onset_strength`.
 *
 * @throws AudioFlowError `invalid-option`.
 *
 * @example
 * import { onsetStrengthOf } from '@audioflow/analysis';
 * const { frameCount, size } = onsetStrengthOf(new Float32Array(22050), { sampleRate: 22050 });
 * console.log(frameCount, size); // 44 1
 */
export const onsetStrengthOf = (
  samples: Samples,
  init: OnsetStrengthOptions & OfflineInit,
): FeatureMatrix => {
  const { sampleRate, ...options } = init;
  const { decibels, topDb, lag, shift } = planOnsets(
    'onsetStrengthOf',
    options,
  )(checkRate('onsetStrengthOf', sampleRate));
  const { frameCount, loudest, rowOf } = collectDecibels(decibels, samples);
  const least = floorBelow(loudest, topDb);
  const data = new Float32Array(frameCount);
  for (let frame = lag + shift; frame < frameCount; frame++) {
    data[frame] = growth(rowOf(frame - shift - lag), rowOf(frame - shift), least);
  }
  const { hopLength } = decibels.framing;
  return { frameCount, size: 1, data, hopLength, sampleRate };
};
