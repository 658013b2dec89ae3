import type { Butterflies } from './complex-fft.types.js';

/** Butterflies of two. */
export const radix2: Butterflies = ({ m, s, cos, sin }, x, y) => {
  const step = 2 * s * m;
  const next = 2 * s;
  for (let p = 0; p < m; p++) {
    const wr = cos[p] ?? 0;
    const wi = sin[p] ?? 0;
    const end = next * (p + 1);
    for (let a = next * p, to = 2 * next * p; a < end; a += 2, to += 2) {
      const b = a + step;
      const ar = x[a] ?? 0;
      const ai = x[a + 1] ?? 0;
      const br = x[b] ?? 0;
      const bi = x[b + 1] ?? 0;
      const dr = ar - br;
      const di = ai - bi;
      y[to] = ar + br;
      y[to + 1] = ai + bi;
      y[to + next] = dr * wr - di * wi;
      y[to + next + 1] = dr * wi + di * wr;
    }
  }
};
