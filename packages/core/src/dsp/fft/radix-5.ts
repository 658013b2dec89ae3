import type { Butterflies } from './complex-fft.types.js';

const C1 = Math.cos((2 * Math.PI) / 5);
const C2 = Math.cos((4 * Math.PI) / 5);
const S1 = Math.sin((2 * Math.PI) / 5);
const S2 = Math.sin((4 * Math.PI) / 5);

/** Butterflies of five. */
export const radix5: Butterflies = ({ m, s, cos, sin }, x, y) => {
  const { re: xr, im: xi } = x;
  const { re: yr, im: yi } = y;
  const step = s * m;
  for (let p = 0; p < m; p++) {
    const at = 4 * p;
    const w1r = cos[at] ?? 0;
    const w1i = sin[at] ?? 0;
    const w2r = cos[at + 1] ?? 0;
    const w2i = sin[at + 1] ?? 0;
    const w3r = cos[at + 2] ?? 0;
    const w3i = sin[at + 2] ?? 0;
    const w4r = cos[at + 3] ?? 0;
    const w4i = sin[at + 3] ?? 0;
    const end = s * (p + 1);
    for (let a = s * p, to = 5 * s * p; a < end; a++, to++) {
      const b = a + step;
      const c = b + step;
      const d = c + step;
      const e = d + step;
      const ar = xr[a] ?? 0;
      const ai = xi[a] ?? 0;
      const s1r = (xr[b] ?? 0) + (xr[e] ?? 0);
      const s1i = (xi[b] ?? 0) + (xi[e] ?? 0);
      const d1r = (xr[b] ?? 0) - (xr[e] ?? 0);
      const d1i = (xi[b] ?? 0) - (xi[e] ?? 0);
      const s2r = (xr[c] ?? 0) + (xr[d] ?? 0);
      const s2i = (xi[c] ?? 0) + (xi[d] ?? 0);
      const d2r = (xr[c] ?? 0) - (xr[d] ?? 0);
      const d2i = (xi[c] ?? 0) - (xi[d] ?? 0);
      const h1r = ar + C1 * s1r + C2 * s2r;
      const h1i = ai + C1 * s1i + C2 * s2i;
      const h2r = ar + C2 * s1r + C1 * s2r;
      const h2i = ai + C2 * s1i + C1 * s2i;
      const g1r = S1 * d1r + S2 * d2r;
      const g1i = S1 * d1i + S2 * d2i;
      const g2r = S2 * d1r - S1 * d2r;
      const g2i = S2 * d1i - S1 * d2i;
      const u1r = h1r + g1i;
      const u1i = h1i - g1r;
      const u2r = h2r + g2i;
      const u2i = h2i - g2r;
      const u3r = h2r - g2i;
      const u3i = h2i + g2r;
      const u4r = h1r - g1i;
      const u4i = h1i + g1r;
      yr[to] = ar + s1r + s2r;
      yi[to] = ai + s1i + s2i;
      yr[to + s] = u1r * w1r - u1i * w1i;
      yi[to + s] = u1r * w1i + u1i * w1r;
      yr[to + 2 * s] = u2r * w2r - u2i * w2i;
      yi[to + 2 * s] = u2r * w2i + u2i * w2r;
      yr[to + 3 * s] = u3r * w3r - u3i * w3i;
      yi[to + 3 * s] = u3r * w3i + u3i * w3r;
      yr[to + 4 * s] = u4r * w4r - u4i * w4i;
      yi[to + 4 * s] = u4r * w4i + u4i * w4r;
    }
  }
};
