import type { AudioFrame } from '@audioflow/core';
import type { OperatorFunction } from 'rxjs';
import { feature, featureOf, type OfflineInit } from '../stage/feature.js';
import type { FeatureFrame, FeatureMatrix } from '../stage/feature.types.js';
import type { FeatureStageOptions } from '../stage/feature-options.js';
import type { Samples } from '../stage/mono.js';
import { planSpectrogram, type SpectrogramOptions } from './spectrogram-kernel.js';

/**
 * Powers (or, with `power: 1`, magnitudes) of the frequencies of a stream, frame by frame: |X|^2 of `stft`.
 *
 * @throws AudioFlowError as `stft`.
 *
 * @example
 * import { run, sine } from '@audioflow/core';
 * import { spectrogram } from '@audioflow/analysis';
 * const tone = sine({ frequency: 1000, amplitude: 1, duration: 0.1, sampleRate: 16000 });
 * await run(tone.pipe(spectrogram({ fftSize: 400, hopLength: 160, power: 1 })), {
 *   write: ({ pts, values }) => {
 *     if (pts === 800) console.log(values[25].toFixed(2)); // 100.00
 *   },
 * });
 */
export const spectrogram = (
  options: SpectrogramOptions & FeatureStageOptions = {},
): OperatorFunction<AudioFrame, FeatureFrame> => feature('spectrogram', options, planSpectrogram);

/**
 * Powers (or magnitudes) of the frequencies of samples in memory.
 *
 * @throws AudioFlowError `invalid-option`.
 *
 * @example
 * import { spectrogramOf } from '@audioflow/analysis';
 * const { frameCount, size } = spectrogramOf(new Float32Array(16000), { sampleRate: 16000, fftSize: 400, hopLength: 160 });
 * console.log(frameCount, size); // 101 201
 */
export const spectrogramOf = (
  samples: Samples,
  init: SpectrogramOptions & OfflineInit,
): FeatureMatrix => featureOf(samples, init, { owner: 'spectrogramOf', plan: planSpectrogram });
