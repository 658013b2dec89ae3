import { createRealFft } from '@audioflow/core/dsp';
import type { Framing } from '../stage/framer.js';
import type { StftSettings } from './stft-options.js';

/** Windows and transforms frames. */
export interface SpectrumKernel {
  readonly framing: Framing;
  readonly fftSize: number;
  /** floor(fftSize / 2) + 1. */
  readonly bins: number;
  /** The last spectrum. */
  readonly re: Float64Array;
  readonly im: Float64Array;
  /** Transforms the frame that begins at `offset`. */
  transform(samples: Float64Array, offset: number): void;
  /** Transforms it, and writes |X|^2 to `out`. */
  power(samples: Float64Array, offset: number, out: Float64Array): void;
  /** Transforms it, and writes |X| to `out`. */
  magnitude(samples: Float64Array, offset: number, out: Float64Array): void;
}

/** Makes the kernel that every spectral feature begins with. */
export const createSpectrumKernel = ({ framing, window }: StftSettings): SpectrumKernel => {
  const fftSize = framing.frameLength;
  const fft = createRealFft(fftSize);
  const { bins } = fft;
  const frame = new Float64Array(fftSize);
  const re = new Float64Array(bins);
  const im = new Float64Array(bins);
  const transform = (samples: Float64Array, offset: number): void => {
    for (let i = 0; i < fftSize; i++) frame[i] = (samples[offset + i] ?? 0) * (window[i] ?? 0);
    fft.forward(frame, re, im);
  };
  const power = (samples: Float64Array, offset: number, out: Float64Array): void => {
    transform(samples, offset);
    for (let k = 0; k < bins; k++) {
      const r = re[k] ?? 0;
      const i = im[k] ?? 0;
      out[k] = r * r + i * i;
    }
  };
  const { sqrt } = Math;
  return {
    framing,
    fftSize,
    bins,
    re,
    im,
    transform,
    power,
    magnitude: (samples, offset, out): void => {
      power(samples, offset, out);
      for (let k = 0; k < bins; k++) out[k] = sqrt(out[k] ?? 0);
    },
  };
};
