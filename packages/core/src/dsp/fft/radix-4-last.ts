import type { Butterflies } from './complex-fft.types.js';

/** Butterflies of four in a last pass, where all twiddles are 1. */
export const radix4Last: Butterflies = ({ s }, x, y) => {
  const { re: xr, im: xi } = x;
  const { re: yr, im: yi } = y;
  for (let a = 0; a < s; a++) {
    const b = a + s;
    const c = b + s;
    const d = c + s;
    const t0r = (xr[a] ?? 0) + (xr[c] ?? 0);
    const t0i = (xi[a] ?? 0) + (xi[c] ?? 0);
    const t1r = (xr[a] ?? 0) - (xr[c] ?? 0);
    const t1i = (xi[a] ?? 0) - (xi[c] ?? 0);
    const t2r = (xr[b] ?? 0) + (xr[d] ?? 0);
    const t2i = (xi[b] ?? 0) + (xi[d] ?? 0);
    const t3r = (xr[b] ?? 0) - (xr[d] ?? 0);
    const t3i = (xi[b] ?? 0) - (xi[d] ?? 0);
    yr[a] = t0r + t2r;
    yi[a] = t0i + t2i;
    yr[b] = t1r + t3i;
    yi[b] = t1i - t3r;
    yr[c] = t0r - t2r;
    yi[c] = t0i - t2i;
    yr[d] = t1r - t3i;
    yi[d] = t1i + t3r;
  }
};
