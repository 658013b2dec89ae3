import type { AudioFrame } from '@audioflow/core';
import type { OperatorFunction } from 'rxjs';
import { checkRate, feature, type OfflineInit } from '../stage/feature.js';
import type { FeatureFrame, FeatureMatrix } from '../stage/feature.types.js';
import type { FeatureStageOptions } from '../stage/feature-options.js';
import type { Samples } from '../stage/mono.js';
import { collectDecibels, floorBelow } from './mel-decibels.js';
import { type MfccOptions, planCepstral, planMfcc } from './mfcc-kernel.js';

/**
 * Mel-frequency cepstral coefficients of a stream: the shape of the spectrum in a few numbers.
 *
 * As librosa's `mfcc` with `top_db=None`: its default looks for the loudest band of the whole signal, which {@link mfccOf} does.
 *
 * @throws AudioFlowError as `stft`.
 *
 * @example
 * import { noise, run } from '@audioflow/core';
 * import { mfcc } from '@audioflow/analysis';
 * await run(noise({ duration: 0.02, sampleRate: 16000 }).pipe(mfcc({ coefficientCount: 13, fftSize: 512 })), {
 *   write: ({ pts, values }) => console.log(pts, values.length), // 0 13 128 13 256 13
 * });
 */
export const mfcc = (
  options: MfccOptions & FeatureStageOptions = {},
): OperatorFunction<AudioFrame, FeatureFrame> => feature('mfcc', options, planMfcc);

/**
 * Mel-frequency cepstral coefficients of samples in memory, as librosa's `mfcc`: `topDb` is below the loudest band of all.
 *
 * @throws AudioFlowError `invalid-option`.
 *
 * @example
 * import { mfccOf } from '@audioflow/analysis';
 * const { frameCount, size } = mfccOf(new Float32Array(22050), { sampleRate: 22050, coefficientCount: 13 });
 * console.log(frameCount, size); // 44 13
 */
export const mfccOf = (samples: Samples, init: MfccOptions & OfflineInit): FeatureMatrix => {
  const { sampleRate, ...options } = init;
  const { decibels, topDb, count, toCoefficients } = planCepstral(
    'mfccOf',
    options,
    80,
  )(checkRate('mfccOf', sampleRate));
  const { frameCount, loudest, rowOf } = collectDecibels(decibels, samples);
  const floor = floorBelow(loudest, topDb);
  const data = new Float32Array(frameCount * count);
  const out = new Float64Array(count);
  for (let frame = 0; frame < frameCount; frame++) {
    toCoefficients(rowOf(frame), floor, out);
    data.set(out, frame * count);
  }
  const { hopLength } = decibels.framing;
  return { frameCount, size: count, data, hopLength, sampleRate };
};
