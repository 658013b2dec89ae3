import type { Butterflies } from './complex-fft.types.js';

/** Butterflies of two. */
export const radix2: Butterflies = ({ m, s, cos, sin }, x, y) => {
  const { re: xr, im: xi } = x;
  const { re: yr, im: yi } = y;
  const step = s * m;
  for (let p = 0; p < m; p++) {
    const wr = cos[p] ?? 0;
    const wi = sin[p] ?? 0;
    const end = s * (p + 1);
    for (let a = s * p, to = 2 * s * p; a < end; a++, to++) {
      const b = a + step;
      const ar = xr[a] ?? 0;
      const ai = xi[a] ?? 0;
      const br = xr[b] ?? 0;
      const bi = xi[b] ?? 0;
      const dr = ar - br;
      const di = ai - bi;
      yr[to] = ar + br;
      yi[to] = ai + bi;
      yr[to + s] = dr * wr - di * wi;
      yi[to + s] = dr * wi + di * wr;
    }
  }
};
