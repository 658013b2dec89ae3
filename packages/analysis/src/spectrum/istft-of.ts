import { AudioFlowError } from '@audioflow/core';
import { createIstftKernel } from './istft-kernel.js';
import type { Stft } from './stft-of.js';
import { type StftOptions, stftSettings } from './stft-options.js';

/** Options of {@link istftOf}: those of the forward transform, and how long the result is. */
export interface IstftOptions extends Omit<StftOptions, 'fftSize' | 'hopLength' | 'padMode'> {
  /** Samples: cut, or filled up with zeros. Default: up to the middle of the last frame, if frames are centred. */
  readonly length?: number | undefined;
}

/**
 * Samples of a short-time Fourier transform, as librosa's `istft`: the ones whose transform is nearest to it.
 *
 * @throws AudioFlowError `invalid-option`.
 *
 * @example
 * import { istftOf, stftOf } from '@audioflow/analysis';
 * const samples = Float32Array.from({ length: 1000 }, (_, i) => Math.sin(i / 7));
 * const back = istftOf(stftOf(samples, { fftSize: 256 }), { length: 1000 });
 * console.log(Math.max(...samples.map((x, i) => Math.abs(x - back[i]))) < 1e-6); // true
 */
export const istftOf = (stft: Stft, options: IstftOptions = {}): Float32Array => {
  const { length, ...rest } = options;
  if (length !== undefined && !(Number.isSafeInteger(length) && length >= 0)) {
    throw new AudioFlowError(
      'invalid-option',
      `istftOf: expected a length in samples, got ${length}`,
    );
  }
  const { frameCount, bins, fftSize, hopLength } = stft;
  const settings = stftSettings('istftOf', { ...rest, fftSize, hopLength });
  const kernel = createIstftKernel(settings);
  const most = fftSize + hopLength * frameCount;
  const out = new Float32Array(length ?? most);
  let end = 0;
  const keep = (samples: Float64Array): void => {
    if (end < out.length) out.set(samples.subarray(0, out.length - end), end);
    end += samples.length;
  };
  for (let frame = 0; frame < frameCount; frame++) {
    const at = frame * bins;
    kernel.push(stft.re.subarray(at, at + bins), stft.im.subarray(at, at + bins), keep);
  }
  kernel.flush(keep, length !== undefined);
  return length === undefined ? out.slice(0, end) : out;
};
