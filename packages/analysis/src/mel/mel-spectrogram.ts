import type { AudioFrame } from '@audioflow/core';
import type { OperatorFunction } from 'rxjs';
import { feature, featureOf, type OfflineInit } from '../stage/feature.js';
import type { FeatureFrame, FeatureMatrix } from '../stage/feature.types.js';
import type { FeatureStageOptions } from '../stage/feature-options.js';
import type { Samples } from '../stage/mono.js';
import { type MelBandsOptions, planMel } from './mel-kernel.js';

/**
 * The mel spectrogram of a stream, as librosa's `melspectrogram`: power in bands as wide as the ear's.
 *
 * @throws AudioFlowError as `stft`.
 *
 * @example
 * import { run, sine } from '@audioflow/core';
 * import { melSpectrogram } from '@audioflow/analysis';
 * const tone = sine({ frequency: 1000, amplitude: 1, duration: 0.1, sampleRate: 16000 });
 * await run(tone.pipe(melSpectrogram({ fftSize: 400, hopLength: 160, melCount: 80 })), {
 *   write: ({ pts, values }) => {
 *     if (pts === 800) console.log(values.indexOf(Math.max(...values))); // 26
 *   },
 * });
 */
export const melSpectrogram = (
  options: MelBandsOptions & FeatureStageOptions = {},
): OperatorFunction<AudioFrame, FeatureFrame> => feature('melSpectrogram', options, planMel);

/**
 * The mel spectrogram of samples in memory; with `logarithm` in decibels or the like.
 *
 * @throws AudioFlowError `invalid-option`.
 *
 * @example
 * import { melSpectrogramOf } from '@audioflow/analysis';
 * const { frameCount, size } = melSpectrogramOf(new Float32Array(22050), { sampleRate: 22050 });
 * console.log(frameCount, size); // 44 128
 * const tone = Float32Array.from({ length: 22050 }, (_, i) => Math.sin((2 * Math.PI * 1000 * i) / 22050));
 * const decibels = melSpectrogramOf(tone, { sampleRate: 22050, logarithm: { scale: 10, floor: 1e-10 } }).data;
 * console.log(Math.max(...decibels).toFixed(0)); // 40
 */
export const melSpectrogramOf = (
  samples: Samples,
  init: MelBandsOptions & OfflineInit,
): FeatureMatrix => featureOf(samples, init, { owner: 'melSpectrogramOf', plan: planMel });
