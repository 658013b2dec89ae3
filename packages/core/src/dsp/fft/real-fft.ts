import { AudioFlowError } from '../../error/index.js';
import type { Split } from './complex-fft.types.js';
import { createComplexFft } from './create-complex-fft.js';
import { turn } from './turn.js';

/** A planned transform of real samples. It has buffers of its own: one for each thread and each use. */
export interface RealFft {
  /** Samples. */
  readonly size: number;
  /** Frequencies from 0 up to half the rate: floor(size / 2) + 1. */
  readonly bins: number;
  /**
   * Samples to spectrum: X[k] = sum of x[n] exp(-2 pi i k n / size), not scaled.
   *
   * @param samples `size` of them; they stay as they are.
   * @param re Takes the real parts: `bins` of them.
   * @param im Takes the imaginary parts.
   */
  forward(samples: Float64Array, re: Float64Array, im: Float64Array): void;
  /** Spectrum to samples, scaled by 1 / size: the way back. Imaginary parts at 0 and at half the rate are ignored. */
  inverse(re: Float64Array, im: Float64Array, samples: Float64Array): void;
}

const createSplit = (size: number): Split => ({
  re: new Float64Array(size),
  im: new Float64Array(size),
});

/** Of an even size: two samples are one complex number of a transform of half the size. */
const createEven = (size: number): RealFft => {
  const half = size / 2;
  const fft = createComplexFft(half);
  const packed = createSplit(half);
  const z = createSplit(half);
  const swappedPacked = { re: packed.im, im: packed.re };
  const swappedZ = { re: z.im, im: z.re };
  const quarter = Math.floor(half / 2);
  const cos = new Float64Array(quarter + 1);
  const sin = new Float64Array(quarter + 1);
  for (let k = 0; k <= quarter; k++) {
    const [re, im] = turn(k, size);
    cos[k] = re;
    sin[k] = im;
  }
  return {
    size,
    bins: half + 1,
    forward: (samples, re, im): void => {
      const { re: pr, im: pi } = packed;
      const { re: zr, im: zi } = z;
      for (let k = 0; k < half; k++) {
        pr[k] = samples[2 * k] ?? 0;
        pi[k] = samples[2 * k + 1] ?? 0;
      }
      fft.transform(packed, z);
      const z0r = zr[0] ?? 0;
      const z0i = zi[0] ?? 0;
      re[0] = z0r + z0i;
      im[0] = 0;
      re[half] = z0r - z0i;
      im[half] = 0;
      for (let k = 1; k <= quarter; k++) {
        const j = half - k;
        const er = 0.5 * ((zr[k] ?? 0) + (zr[j] ?? 0));
        const ei = 0.5 * ((zi[k] ?? 0) - (zi[j] ?? 0));
        const or = 0.5 * ((zi[k] ?? 0) + (zi[j] ?? 0));
        const oi = 0.5 * ((zr[j] ?? 0) - (zr[k] ?? 0));
        const wr = cos[k] ?? 0;
        const wi = sin[k] ?? 0;
        const tr = or * wr - oi * wi;
        const ti = or * wi + oi * wr;
        re[k] = er + tr;
        im[k] = ei + ti;
        re[j] = er - tr;
        im[j] = ti - ei;
      }
    },
    inverse: (re, im, samples): void => {
      const { re: pr, im: pi } = packed;
      const { re: zr, im: zi } = z;
      const first = re[0] ?? 0;
      const nyquist = re[half] ?? 0;
      pr[0] = 0.5 * (first + nyquist);
      pi[0] = 0.5 * (first - nyquist);
      for (let k = 1; k <= quarter; k++) {
        const j = half - k;
        const er = 0.5 * ((re[k] ?? 0) + (re[j] ?? 0));
        const ei = 0.5 * ((im[k] ?? 0) - (im[j] ?? 0));
        const tr = 0.5 * ((re[k] ?? 0) - (re[j] ?? 0));
        const ti = 0.5 * ((im[k] ?? 0) + (im[j] ?? 0));
        const wr = cos[k] ?? 0;
        const wi = sin[k] ?? 0;
        const or = tr * wr + ti * wi;
        const oi = ti * wr - tr * wi;
        pr[k] = er - oi;
        pi[k] = ei + or;
        pr[j] = er + oi;
        pi[j] = or - ei;
      }
      fft.transform(swappedPacked, swappedZ);
      for (let k = 0; k < half; k++) {
        samples[2 * k] = (zr[k] ?? 0) / half;
        samples[2 * k + 1] = (zi[k] ?? 0) / half;
      }
    },
  };
};

/** Of an odd size: a complex transform. */
const createOdd = (size: number): RealFft => {
  const fft = createComplexFft(size);
  const a = createSplit(size);
  const b = createSplit(size);
  const swappedA = { re: a.im, im: a.re };
  const swappedB = { re: b.im, im: b.re };
  const bins = (size + 1) / 2;
  return {
    size,
    bins,
    forward: (samples, re, im): void => {
      for (let i = 0; i < size; i++) a.re[i] = samples[i] ?? 0;
      a.im.fill(0);
      fft.transform(a, b);
      for (let k = 0; k < bins; k++) {
        re[k] = b.re[k] ?? 0;
        im[k] = b.im[k] ?? 0;
      }
    },
    inverse: (re, im, samples): void => {
      a.re[0] = re[0] ?? 0;
      a.im[0] = 0;
      for (let k = 1; k < bins; k++) {
        a.re[k] = re[k] ?? 0;
        a.im[k] = im[k] ?? 0;
        a.re[size - k] = re[k] ?? 0;
        a.im[size - k] = -(im[k] ?? 0);
      }
      fft.transform(swappedA, swappedB);
      for (let i = 0; i < size; i++) samples[i] = (b.re[i] ?? 0) / size;
    },
  };
};

/**
 * Plans a discrete Fourier transform of real samples, of any size, in double precision.
 *
 * Sizes whose primes are 2, 3 and 5 (400, 512, 1920...) go by mixed-radix passes over half as many complex numbers; any
 * other by Bluestein's chirps, at some five times the cost. A plan is made once and used often: it allocates nothing.
 *
 * @param size Samples, at least 1.
 * @throws AudioFlowError `invalid-option` when the size is no positive integer.
 *
 * @example
 * import { createRealFft } from '@audioflow/core/dsp';
 * const fft = createRealFft(8);
 * const re = new Float64Array(fft.bins);
 * const im = new Float64Array(fft.bins);
 * fft.forward(Float64Array.of(1, 0, -1, 0, 1, 0, -1, 0), re, im);
 * console.log(re.join(' ')); // 0 0 4 0 0
 */
export const createRealFft = (size: number): RealFft => {
  if (!Number.isSafeInteger(size) || size < 1) {
    throw new AudioFlowError(
      'invalid-option',
      `createRealFft: expected a size of at least 1, got ${size}`,
    );
  }
  return size % 2 === 0 ? createEven(size) : createOdd(size);
};
