import { countFrames, forEachRow } from '../stage/feature-matrix.js';
import type { Samples } from '../stage/mono.js';
import type { PrecisionOptions } from '../stage/precision.js';
import { planStft } from './stft-kernel.js';
import type { StftOptions } from './stft-options.js';

/** A short-time Fourier transform of samples in memory. */
export interface Stft {
  readonly frameCount: number;
  /** Frequencies: floor(fftSize / 2) + 1. */
  readonly bins: number;
  readonly fftSize: number;
  readonly hopLength: number;
  /** Frequency k of frame f is at `f * bins + k`. Not scaled. */
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/**
 * The short-time Fourier transform of samples in memory, as librosa's `stft` (frame by frame instead of frequency by
 * frequency). Samples that are not finite count as 0; without a sample there are no frames.
 *
 * @throws AudioFlowError `invalid-option`.
 *
 * @example
 * import { stftOf } from '@audioflow/analysis';
 * const { frameCount, bins } = stftOf(new Float32Array(22050));
 * console.log(frameCount, bins); // 44 1025
 */
export const stftOf = (samples: Samples, options: StftOptions & PrecisionOptions = {}): Stft => {
  const kernel = planStft('stftOf', options)();
  const { frameLength: fftSize, hopLength } = kernel.framing;
  const bins = kernel.size / 2;
  const frameCount = countFrames(kernel, samples.length);
  const re = new Float64Array(frameCount * bins);
  const im = new Float64Array(frameCount * bins);
  forEachRow(kernel, samples, (row, index) => {
    re.set(row.subarray(0, bins), index * bins);
    im.set(row.subarray(bins), index * bins);
  });
  return { frameCount, bins, fftSize, hopLength, re, im };
};
