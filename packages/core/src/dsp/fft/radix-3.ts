import type { Butterflies } from './complex-fft.types.js';

const SIN = Math.sqrt(3) / 2;

/** Butterflies of three. */
export const radix3: Butterflies = ({ m, s, cos, sin }, x, y) => {
  const { re: xr, im: xi } = x;
  const { re: yr, im: yi } = y;
  const step = s * m;
  for (let p = 0; p < m; p++) {
    const w1r = cos[2 * p] ?? 0;
    const w1i = sin[2 * p] ?? 0;
    const w2r = cos[2 * p + 1] ?? 0;
    const w2i = sin[2 * p + 1] ?? 0;
    const end = s * (p + 1);
    for (let a = s * p, to = 3 * s * p; a < end; a++, to++) {
      const b = a + step;
      const c = b + step;
      const ar = xr[a] ?? 0;
      const ai = xi[a] ?? 0;
      const sr = (xr[b] ?? 0) + (xr[c] ?? 0);
      const si = (xi[b] ?? 0) + (xi[c] ?? 0);
      const dr = SIN * ((xr[b] ?? 0) - (xr[c] ?? 0));
      const di = SIN * ((xi[b] ?? 0) - (xi[c] ?? 0));
      const hr = ar - 0.5 * sr;
      const hi = ai - 0.5 * si;
      const ur = hr + di;
      const ui = hi - dr;
      const vr = hr - di;
      const vi = hi + dr;
      yr[to] = ar + sr;
      yi[to] = ai + si;
      yr[to + s] = ur * w1r - ui * w1i;
      yi[to + s] = ur * w1i + ui * w1r;
      yr[to + 2 * s] = vr * w2r - vi * w2i;
      yi[to + 2 * s] = vr * w2i + vi * w2r;
    }
  }
};
