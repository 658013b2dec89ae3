import type { Butterflies } from './complex-fft.types.js';

/** Butterflies of four in a last pass, where all twiddles are 1. */
export const radix4Last: Butterflies = ({ s }, x, y) => {
  const step = 2 * s;
  for (let a = 0; a < step; a += 2) {
    const b = a + step;
    const c = b + step;
    const d = c + step;
    const t0r = (x[a] ?? 0) + (x[c] ?? 0);
    const t0i = (x[a + 1] ?? 0) + (x[c + 1] ?? 0);
    const t1r = (x[a] ?? 0) - (x[c] ?? 0);
    const t1i = (x[a + 1] ?? 0) - (x[c + 1] ?? 0);
    const t2r = (x[b] ?? 0) + (x[d] ?? 0);
    const t2i = (x[b + 1] ?? 0) + (x[d + 1] ?? 0);
    const t3r = (x[b] ?? 0) - (x[d] ?? 0);
    const t3i = (x[b + 1] ?? 0) - (x[d + 1] ?? 0);
    y[a] = t0r + t2r;
    y[a + 1] = t0i + t2i;
    y[b] = t1r + t3i;
    y[b + 1] = t1i - t3r;
    y[c] = t0r - t2r;
    y[c + 1] = t0i - t2i;
    y[d] = t1r - t3i;
    y[d + 1] = t1i + t3r;
  }
};
