import { createRealFft, createWindow } from '@audioflow/core/dsp';

/** What a spectrum is multiplied with for one note: only where it is not next to nothing. */
export interface QKernel {
  /** The first frequency that counts. */
  readonly from: number;
  readonly re: Float64Array;
  readonly im: Float64Array;
}

interface QInit {
  readonly fftSize: number;
  readonly frequencies: readonly number[];
  readonly q: number;
  readonly sampleRate: number;
}

/** Smaller parts of a kernel than this, of its largest, are left out. */
const SMALL = 1e-5;

const { cos, sin, floor, hypot, PI } = Math;

/**
 * Makes a kernel for each frequency: the spectrum of a windowed exponential in the middle of the frame. Only positive frequencies are kept, which
 * is all that a real signal needs.
 */
export const createQKernels = ({ fftSize, frequencies, q, sampleRate }: QInit): QKernel[] => {
  const fft = createRealFft(fftSize);
  const cosine = new Float64Array(fftSize);
  const sine = new Float64Array(fftSize);
  const cr = new Float64Array(fft.bins);
  const ci = new Float64Array(fft.bins);
  const sr = new Float64Array(fft.bins);
  const si = new Float64Array(fft.bins);
  return frequencies.map((hz) => {
    const length = Math.max(1, Math.min(fftSize, Math.round((q * sampleRate) / hz)));
    const window = createWindow('hann', length);
    const sum = window.reduce((total, w) => total + w, 0);
    const start = floor(fftSize / 2) - floor(length / 2);
    cosine.fill(0);
    sine.fill(0);
    for (let i = 0; i < length; i++) {
      const angle = (2 * PI * hz * (i - floor(length / 2))) / sampleRate;
      cosine[start + i] = (2 * (window[i] ?? 0) * cos(angle)) / sum;
      sine[start + i] = (2 * (window[i] ?? 0) * sin(angle)) / sum;
    }
    fft.forward(cosine, cr, ci);
    fft.forward(sine, sr, si);
    // The spectrum of cos + i sin, over the size: Parseval's theorem.
    const re = cr.map((x, k) => (x - (si[k] ?? 0)) / fftSize);
    const im = ci.map((x, k) => (x + (sr[k] ?? 0)) / fftSize);
    const sizes = re.map((x, k) => hypot(x, im[k] ?? 0));
    const least = SMALL * sizes.reduce((most, x) => Math.max(most, x), 0);
    const from = sizes.findIndex((x) => x > least);
    const to = sizes.findLastIndex((x) => x > least) + 1;
    return { from, re: re.slice(from, to), im: im.slice(from, to) };
  });
};
