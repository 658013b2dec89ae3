import type { AudioFrame } from '@audioflow/core';
import type { OperatorFunction } from 'rxjs';
import { splitStage } from '../stage/feature.js';
import type { FeatureStageOptions } from '../stage/feature-options.js';
import { frameStream } from '../stage/feature-stream.js';
import type { PrecisionOptions } from '../stage/precision.js';
import { planStft } from './stft-kernel.js';
import type { StftOptions } from './stft-options.js';

/** One frame of a short-time Fourier transform. */
export interface StftFrame {
  /** In samples: the middle of the frame if frames are centred, else its beginning. */
  readonly pts: number;
  /** In Hz: the unit of `pts`. */
  readonly sampleRate: number;
  readonly fftSize: number;
  /** Real parts of floor(fftSize / 2) + 1 frequencies, from 0 to half the rate. Not scaled. */
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/** Options of {@link stft}. */
export interface StftStreamOptions extends StftOptions, PrecisionOptions, FeatureStageOptions {}

/**
 * The short-time Fourier transform of a stream, as librosa's `stft`: the same frames, whatever the input's.
 *
 * Channels are averaged unless `channel` names one. Samples that are not finite count as 0. With `center` the frames at the end come on
 * completion. `istft` is the way back.
 *
 * @throws AudioFlowError `invalid-option` at once; through the stream `malformed-data` on a jump of pts, `format-changed`,
 * `invalid-option` for a channel that is not there.
 *
 * @example
 * import { run, sine } from '@audioflow/core';
 * import { stft } from '@audioflow/analysis';
 * const tone = sine({ frequency: 1000, amplitude: 1, duration: 0.1, sampleRate: 16000 });
 * await run(tone.pipe(stft({ fftSize: 400, hopLength: 160 })), {
 *   write: ({ pts, re, im }) => {
 *     if (pts === 800) console.log(re.length, Math.hypot(re[25], im[25]).toFixed(3)); // 201 100.000
 *   },
 * });
 */
export const stft = (options: StftStreamOptions = {}): OperatorFunction<AudioFrame, StftFrame> => {
  const { stage, rest } = splitStage('stft', options);
  const plan = planStft('stft', rest);
  return frameStream('stft', stage, ({ sampleRate }) => {
    const kernel = plan();
    const fftSize = kernel.framing.frameLength;
    const bins = kernel.size / 2;
    return {
      kernel,
      shape: (row, pts) => ({
        pts,
        sampleRate,
        fftSize,
        re: new Float64Array(row.subarray(0, bins)),
        im: new Float64Array(row.subarray(bins)),
      }),
    };
  });
};
