import type { Butterflies } from './complex-fft.types.js';

const HALF_ROOT = Math.SQRT1_2;

/** Butterflies of eight in a last pass, where all twiddles are 1. */
export const radix8Last: Butterflies = ({ s }, x, y) => {
  const step = 2 * s;
  for (let a = 0; a < step; a += 2) {
    const b = a + step;
    const c = b + step;
    const d = c + step;
    const e = d + step;
    const f = e + step;
    const g = f + step;
    const h = g + step;
    const es0r = (x[a] ?? 0) + (x[e] ?? 0);
    const ed0r = (x[a] ?? 0) - (x[e] ?? 0);
    const es1r = (x[c] ?? 0) + (x[g] ?? 0);
    const ed1r = (x[c] ?? 0) - (x[g] ?? 0);
    const es0i = (x[a + 1] ?? 0) + (x[e + 1] ?? 0);
    const ed0i = (x[a + 1] ?? 0) - (x[e + 1] ?? 0);
    const es1i = (x[c + 1] ?? 0) + (x[g + 1] ?? 0);
    const ed1i = (x[c + 1] ?? 0) - (x[g + 1] ?? 0);
    const e0r = es0r + es1r;
    const e0i = es0i + es1i;
    const e2r = es0r - es1r;
    const e2i = es0i - es1i;
    const e1r = ed0r + ed1i;
    const e1i = ed0i - ed1r;
    const e3r = ed0r - ed1i;
    const e3i = ed0i + ed1r;
    const os0r = (x[b] ?? 0) + (x[f] ?? 0);
    const od0r = (x[b] ?? 0) - (x[f] ?? 0);
    const os1r = (x[d] ?? 0) + (x[h] ?? 0);
    const od1r = (x[d] ?? 0) - (x[h] ?? 0);
    const os0i = (x[b + 1] ?? 0) + (x[f + 1] ?? 0);
    const od0i = (x[b + 1] ?? 0) - (x[f + 1] ?? 0);
    const os1i = (x[d + 1] ?? 0) + (x[h + 1] ?? 0);
    const od1i = (x[d + 1] ?? 0) - (x[h + 1] ?? 0);
    const o0r = os0r + os1r;
    const o0i = os0i + os1i;
    const o2r = os0r - os1r;
    const o2i = os0i - os1i;
    const o1r = od0r + od1i;
    const o1i = od0i - od1r;
    const o3r = od0r - od1i;
    const o3i = od0i + od1r;
    const q1r = HALF_ROOT * (o1r + o1i);
    const q1i = HALF_ROOT * (o1i - o1r);
    const q3r = HALF_ROOT * (o3i - o3r);
    const q3i = -HALF_ROOT * (o3r + o3i);
    y[a] = e0r + o0r;
    y[a + 1] = e0i + o0i;
    y[b] = e1r + q1r;
    y[b + 1] = e1i + q1i;
    y[c] = e2r + o2i;
    y[c + 1] = e2i - o2r;
    y[d] = e3r + q3r;
    y[d + 1] = e3i + q3i;
    y[e] = e0r - o0r;
    y[e + 1] = e0i - o0i;
    y[f] = e1r - q1r;
    y[f + 1] = e1i - q1i;
    y[g] = e2r - o2i;
    y[g + 1] = e2i + o2r;
    y[h] = e3r - q3r;
    y[h + 1] = e3i - q3i;
  }
};
