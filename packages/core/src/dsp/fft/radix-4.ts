import type { Butterflies } from './complex-fft.types.js';

/** Butterflies of four. */
export const radix4: Butterflies = ({ m, s, cos, sin }, x, y) => {
  const { re: xr, im: xi } = x;
  const { re: yr, im: yi } = y;
  const step = s * m;
  for (let p = 0; p < m; p++) {
    const w1r = cos[3 * p] ?? 0;
    const w1i = sin[3 * p] ?? 0;
    const w2r = cos[3 * p + 1] ?? 0;
    const w2i = sin[3 * p + 1] ?? 0;
    const w3r = cos[3 * p + 2] ?? 0;
    const w3i = sin[3 * p + 2] ?? 0;
    const end = s * (p + 1);
    for (let a = s * p, to = 4 * s * p; a < end; a++, to++) {
      const b = a + step;
      const c = b + step;
      const d = c + step;
      const t0r = (xr[a] ?? 0) + (xr[c] ?? 0);
      const t0i = (xi[a] ?? 0) + (xi[c] ?? 0);
      const t1r = (xr[a] ?? 0) - (xr[c] ?? 0);
      const t1i = (xi[a] ?? 0) - (xi[c] ?? 0);
      const t2r = (xr[b] ?? 0) + (xr[d] ?? 0);
      const t2i = (xi[b] ?? 0) + (xi[d] ?? 0);
      const t3r = (xr[b] ?? 0) - (xr[d] ?? 0);
      const t3i = (xi[b] ?? 0) - (xi[d] ?? 0);
      const u1r = t1r + t3i;
      const u1i = t1i - t3r;
      const u2r = t0r - t2r;
      const u2i = t0i - t2i;
      const u3r = t1r - t3i;
      const u3i = t1i + t3r;
      yr[to] = t0r + t2r;
      yi[to] = t0i + t2i;
      yr[to + s] = u1r * w1r - u1i * w1i;
      yi[to + s] = u1r * w1i + u1i * w1r;
      yr[to + 2 * s] = u2r * w2r - u2i * w2i;
      yi[to + 2 * s] = u2r * w2i + u2i * w2r;
      yr[to + 3 * s] = u3r * w3r - u3i * w3i;
      yi[to + 3 * s] = u3r * w3i + u3i * w3r;
    }
  }
};
