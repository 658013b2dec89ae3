import type { Butterflies } from './complex-fft.types.js';

/** Butterflies of four. */
export const radix4: Butterflies = ({ m, s, cos, sin }, x, y) => {
  const step = 2 * s * m;
  const next = 2 * s;
  for (let p = 0; p < m; p++) {
    const w1r = cos[3 * p] ?? 0;
    const w1i = sin[3 * p] ?? 0;
    const w2r = cos[3 * p + 1] ?? 0;
    const w2i = sin[3 * p + 1] ?? 0;
    const w3r = cos[3 * p + 2] ?? 0;
    const w3i = sin[3 * p + 2] ?? 0;
    const end = next * (p + 1);
    for (let a = next * p, to = 4 * next * p; a < end; a += 2, to += 2) {
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
      const u1r = t1r + t3i;
      const u1i = t1i - t3r;
      const u2r = t0r - t2r;
      const u2i = t0i - t2i;
      const u3r = t1r - t3i;
      const u3i = t1i + t3r;
      y[to] = t0r + t2r;
      y[to + 1] = t0i + t2i;
      y[to + next] = u1r * w1r - u1i * w1i;
      y[to + next + 1] = u1r * w1i + u1i * w1r;
      y[to + 2 * next] = u2r * w2r - u2i * w2i;
      y[to + 2 * next + 1] = u2r * w2i + u2i * w2r;
      y[to + 3 * next] = u3r * w3r - u3i * w3i;
      y[to + 3 * next + 1] = u3r * w3i + u3i * w3r;
    }
  }
};
