import type { Butterflies } from './complex-fft.types.js';

const C1 = Math.cos((2 * Math.PI) / 5);
const C2 = Math.cos((4 * Math.PI) / 5);
const S1 = Math.sin((2 * Math.PI) / 5);
const S2 = Math.sin((4 * Math.PI) / 5);

/** Butterflies of five. */
export const radix5: Butterflies = ({ m, s, cos, sin }, x, y) => {
  const step = 2 * s * m;
  const next = 2 * s;
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
    const end = next * (p + 1);
    for (let a = next * p, to = 5 * next * p; a < end; a += 2, to += 2) {
      const b = a + step;
      const c = b + step;
      const d = c + step;
      const e = d + step;
      const ar = x[a] ?? 0;
      const ai = x[a + 1] ?? 0;
      const s1r = (x[b] ?? 0) + (x[e] ?? 0);
      const s1i = (x[b + 1] ?? 0) + (x[e + 1] ?? 0);
      const d1r = (x[b] ?? 0) - (x[e] ?? 0);
      const d1i = (x[b + 1] ?? 0) - (x[e + 1] ?? 0);
      const s2r = (x[c] ?? 0) + (x[d] ?? 0);
      const s2i = (x[c + 1] ?? 0) + (x[d + 1] ?? 0);
      const d2r = (x[c] ?? 0) - (x[d] ?? 0);
      const d2i = (x[c + 1] ?? 0) - (x[d + 1] ?? 0);
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
      y[to] = ar + s1r + s2r;
      y[to + 1] = ai + s1i + s2i;
      y[to + next] = u1r * w1r - u1i * w1i;
      y[to + next + 1] = u1r * w1i + u1i * w1r;
      y[to + 2 * next] = u2r * w2r - u2i * w2i;
      y[to + 2 * next + 1] = u2r * w2i + u2i * w2r;
      y[to + 3 * next] = u3r * w3r - u3i * w3i;
      y[to + 3 * next + 1] = u3r * w3i + u3i * w3r;
      y[to + 4 * next] = u4r * w4r - u4i * w4i;
      y[to + 4 * next + 1] = u4r * w4i + u4i * w4r;
    }
  }
};
