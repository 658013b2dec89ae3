import type { Butterflies } from './complex-fft.types.js';

const SIN = Math.sqrt(3) / 2;

/** Butterflies of three. */
export const radix3: Butterflies = ({ m, s, cos, sin }, x, y) => {
  const step = 2 * s * m;
  const next = 2 * s;
  for (let p = 0; p < m; p++) {
    const w1r = cos[2 * p] ?? 0;
    const w1i = sin[2 * p] ?? 0;
    const w2r = cos[2 * p + 1] ?? 0;
    const w2i = sin[2 * p + 1] ?? 0;
    const end = next * (p + 1);
    for (let a = next * p, to = 3 * next * p; a < end; a += 2, to += 2) {
      const b = a + step;
      const c = b + step;
      const ar = x[a] ?? 0;
      const ai = x[a + 1] ?? 0;
      const sr = (x[b] ?? 0) + (x[c] ?? 0);
      const si = (x[b + 1] ?? 0) + (x[c + 1] ?? 0);
      const dr = SIN * ((x[b] ?? 0) - (x[c] ?? 0));
      const di = SIN * ((x[b + 1] ?? 0) - (x[c + 1] ?? 0));
      const hr = ar - 0.5 * sr;
      const hi = ai - 0.5 * si;
      const ur = hr + di;
      const ui = hi - dr;
      const vr = hr - di;
      const vi = hi + dr;
      y[to] = ar + sr;
      y[to + 1] = ai + si;
      y[to + next] = ur * w1r - ui * w1i;
      y[to + next + 1] = ur * w1i + ui * w1r;
      y[to + 2 * next] = vr * w2r - vi * w2i;
      y[to + 2 * next + 1] = vr * w2i + vi * w2r;
    }
  }
};
