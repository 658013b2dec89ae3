import type { ComplexFft } from './complex-fft.types.js';
import { isSmooth } from './is-smooth.js';
import { createStockham } from './stockham.js';
import { turn } from './turn.js';

/** Writes the products of complex numbers to `out`, conjugated. */
const multiplyConjugated = (a: Float64Array, b: Float64Array, out: Float64Array): void => {
  for (let k = 0; k < out.length; k += 2) {
    const ar = a[k] ?? 0;
    const ai = a[k + 1] ?? 0;
    const br = b[k] ?? 0;
    const bi = b[k + 1] ?? 0;
    out[k] = ar * br - ai * bi;
    out[k + 1] = -(ar * bi + ai * br);
  }
};

/** Plans a transform of any size as a convolution with a chirp (L. I. Bluestein, 1970). */
export const createBluestein = (size: number): ComplexFft => {
  let length = 2 * size - 1;
  while (!isSmooth(length)) length += 1;
  const fft = createStockham(length);
  const chirp = new Float64Array(2 * size);
  const kernel = new Float64Array(2 * length);
  for (let k = 0; k < size; k++) {
    // k squared modulo 2 size, without leaving the integers that are exact.
    const [re, im] = turn(Number((BigInt(k) * BigInt(k)) % BigInt(2 * size)), 2 * size);
    chirp[2 * k] = re;
    chirp[2 * k + 1] = im;
    kernel[2 * k] = re;
    kernel[2 * k + 1] = -im;
    if (k === 0) continue;
    kernel[2 * (length - k)] = re;
    kernel[2 * (length - k) + 1] = -im;
  }
  const spectrum = new Float64Array(2 * length);
  fft.transform(kernel, spectrum);
  const a = new Float64Array(2 * length);
  const b = new Float64Array(2 * length);
  return {
    size,
    transform: (input, output): void => {
      a.fill(0, 2 * size);
      for (let k = 0; k < 2 * size; k += 2) {
        const xr = input[k] ?? 0;
        const xi = input[k + 1] ?? 0;
        const cr = chirp[k] ?? 0;
        const ci = chirp[k + 1] ?? 0;
        a[k] = xr * cr - xi * ci;
        a[k + 1] = xr * ci + xi * cr;
      }
      fft.transform(a, b);
      // The inverse transform is the forward one of the conjugate, conjugated again.
      multiplyConjugated(b, spectrum, b);
      fft.transform(b, a);
      for (let k = 0; k < 2 * size; k += 2) {
        const xr = (a[k] ?? 0) / length;
        const xi = -(a[k + 1] ?? 0) / length;
        const cr = chirp[k] ?? 0;
        const ci = chirp[k + 1] ?? 0;
        output[k] = xr * cr - xi * ci;
        output[k + 1] = xr * ci + xi * cr;
      }
    },
  };
};
