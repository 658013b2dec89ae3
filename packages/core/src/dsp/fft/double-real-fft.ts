import { createComplexFft } from './create-complex-fft.js';
import type { RealFft } from './real-fft.types.js';
import { turn } from './turn.js';

/** Of an even size: two samples are one complex number of a transform of half the size. */
const createEven = (size: number): RealFft => {
  const half = size / 2;
  const fft = createComplexFft(half);
  const z = new Float64Array(size);
  const packed = new Float64Array(size);
  const quarter = Math.floor(half / 2);
  const cos = new Float64Array(quarter + 1);
  const sin = new Float64Array(quarter + 1);
  for (let k = 0; k <= quarter; k++) {
    const [re, im] = turn(k, size);
    // Half of it: the halves of the sums below are in it already.
    cos[k] = re / 2;
    sin[k] = im / 2;
  }
  return {
    size,
    bins: half + 1,
    forward: (samples, re, im): void => {
      fft.transform(samples, z);
      const first = z[0] ?? 0;
      const second = z[1] ?? 0;
      re[0] = first + second;
      im[0] = 0;
      re[half] = first - second;
      im[half] = 0;
      for (let k = 1; k <= quarter; k++) {
        const j = half - k;
        const ar = z[2 * k] ?? 0;
        const ai = z[2 * k + 1] ?? 0;
        const br = z[2 * j] ?? 0;
        const bi = z[2 * j + 1] ?? 0;
        const er = 0.5 * (ar + br);
        const ei = 0.5 * (ai - bi);
        const or = ai + bi;
        const oi = br - ar;
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
      const first = re[0] ?? 0;
      const nyquist = re[half] ?? 0;
      // Conjugated: the inverse transform is the forward one of the conjugate, conjugated again.
      packed[0] = 0.5 * (first + nyquist);
      packed[1] = -0.5 * (first - nyquist);
      for (let k = 1; k <= quarter; k++) {
        const j = half - k;
        const ar = re[k] ?? 0;
        const ai = im[k] ?? 0;
        const br = re[j] ?? 0;
        const bi = im[j] ?? 0;
        const er = 0.5 * (ar + br);
        const ei = 0.5 * (ai - bi);
        const tr = ar - br;
        const ti = ai + bi;
        const wr = cos[k] ?? 0;
        const wi = sin[k] ?? 0;
        const or = tr * wr + ti * wi;
        const oi = ti * wr - tr * wi;
        packed[2 * k] = er - oi;
        packed[2 * k + 1] = -ei - or;
        packed[2 * j] = er + oi;
        packed[2 * j + 1] = ei - or;
      }
      fft.transform(packed, z);
      for (let k = 0; k < size; k += 2) {
        samples[k] = (z[k] ?? 0) / half;
        samples[k + 1] = -(z[k + 1] ?? 0) / half;
      }
    },
  };
};

/** Of an odd size: a complex transform. */
const createOdd = (size: number): RealFft => {
  const fft = createComplexFft(size);
  const a = new Float64Array(2 * size);
  const b = new Float64Array(2 * size);
  const bins = (size + 1) / 2;
  return {
    size,
    bins,
    forward: (samples, re, im): void => {
      for (let i = 0; i < size; i++) {
        a[2 * i] = samples[i] ?? 0;
        a[2 * i + 1] = 0;
      }
      fft.transform(a, b);
      for (let k = 0; k < bins; k++) {
        re[k] = b[2 * k] ?? 0;
        im[k] = b[2 * k + 1] ?? 0;
      }
    },
    inverse: (re, im, samples): void => {
      a[0] = re[0] ?? 0;
      a[1] = 0;
      for (let k = 1; k < bins; k++) {
        const j = size - k;
        a[2 * k] = re[k] ?? 0;
        a[2 * k + 1] = -(im[k] ?? 0);
        a[2 * j] = re[k] ?? 0;
        a[2 * j + 1] = im[k] ?? 0;
      }
      fft.transform(a, b);
      for (let i = 0; i < size; i++) samples[i] = (b[2 * i] ?? 0) / size;
    },
  };
};

/** Plans a transform of any size in double precision. */
export const createDoubleRealFft = (size: number): RealFft =>
  size % 2 === 0 ? createEven(size) : createOdd(size);
