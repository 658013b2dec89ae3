import type { ComplexFft, Split } from './complex-fft.types.js';
import { createStockham, isSmooth } from './stockham.js';
import { turn } from './turn.js';

const createSplit = (size: number): Split => ({
  re: new Float64Array(size),
  im: new Float64Array(size),
});

/** Plans a transform of any size as a convolution with a chirp (L. I. Bluestein, 1970). */
export const createBluestein = (size: number): ComplexFft => {
  let length = 2 * size - 1;
  while (!isSmooth(length)) length += 1;
  const fft = createStockham(length);
  const chirp = createSplit(size);
  const kernel = createSplit(length);
  for (let k = 0; k < size; k++) {
    // k squared modulo 2 size, without leaving the integers that are exact.
    const [re, im] = turn(Number((BigInt(k) * BigInt(k)) % BigInt(2 * size)), 2 * size);
    chirp.re[k] = re;
    chirp.im[k] = im;
    kernel.re[k] = re;
    kernel.im[k] = -im;
    if (k === 0) continue;
    kernel.re[length - k] = re;
    kernel.im[length - k] = -im;
  }
  const spectrum = createSplit(length);
  fft.transform(kernel, spectrum);
  const a = createSplit(length);
  const b = createSplit(length);
  /** `b`, with its parts swapped: the inverse transform is the forward one of that. */
  const product = { re: b.im, im: b.re };
  const swapped = { re: a.im, im: a.re };
  return {
    size,
    transform: (input, output): void => {
      a.re.fill(0, size);
      a.im.fill(0, size);
      for (let k = 0; k < size; k++) {
        const xr = input.re[k] ?? 0;
        const xi = input.im[k] ?? 0;
        const cr = chirp.re[k] ?? 0;
        const ci = chirp.im[k] ?? 0;
        a.re[k] = xr * cr - xi * ci;
        a.im[k] = xr * ci + xi * cr;
      }
      fft.transform(a, b);
      for (let k = 0; k < length; k++) {
        const xr = b.re[k] ?? 0;
        const xi = b.im[k] ?? 0;
        const kr = spectrum.re[k] ?? 0;
        const ki = spectrum.im[k] ?? 0;
        b.re[k] = xr * kr - xi * ki;
        b.im[k] = xr * ki + xi * kr;
      }
      fft.transform(product, swapped);
      for (let k = 0; k < size; k++) {
        const xr = (a.re[k] ?? 0) / length;
        const xi = (a.im[k] ?? 0) / length;
        const cr = chirp.re[k] ?? 0;
        const ci = chirp.im[k] ?? 0;
        output.re[k] = xr * cr - xi * ci;
        output.im[k] = xr * ci + xi * cr;
      }
    },
  };
};
