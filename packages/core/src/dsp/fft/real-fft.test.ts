import { describe, expect, it } from '@jest/globals';
import FFT from 'fft.js';
import { createRealFft } from './real-fft.js';

const random = (length: number, seed = 1): Float64Array => {
  let state = seed;
  return Float64Array.from({ length }, () => {
    state = (Math.imul(1664525, state) + 1013904223) >>> 0;
    return state / 2147483648 - 1;
  });
};

/** The definition, with angles that stay small. */
const naive = (samples: Float64Array): { re: Float64Array; im: Float64Array } => {
  const n = samples.length;
  const bins = Math.floor(n / 2) + 1;
  const re = new Float64Array(bins);
  const im = new Float64Array(bins);
  for (let k = 0; k < bins; k++) {
    for (let i = 0; i < n; i++) {
      const angle = (2 * Math.PI * ((k * i) % n)) / n;
      re[k] = (re[k] ?? 0) + (samples[i] ?? 0) * Math.cos(angle);
      im[k] = (im[k] ?? 0) - (samples[i] ?? 0) * Math.sin(angle);
    }
  }
  return { re, im };
};

const largest = (a: Float64Array, b: Float64Array): number =>
  a.reduce((most, value, i) => Math.max(most, Math.abs(value - (b[i] ?? Number.NaN))), 0);

const small = Array.from({ length: 64 }, (_, i) => i + 1);
const sizes = [
  ...small,
  96,
  100,
  127,
  128,
  200,
  243,
  256,
  320,
  400,
  441,
  480,
  512,
  625,
  882,
  1000,
  1023,
];

describe('createRealFft', () => {
  it.each(sizes)('is the definition, and comes back: %d', (size) => {
    const fft = createRealFft(size);
    const samples = random(size);
    const kept = samples.slice();
    const re = new Float64Array(fft.bins);
    const im = new Float64Array(fft.bins);
    fft.forward(samples, re, im);
    const reference = naive(samples);
    const scale = Math.sqrt(size);
    expect(fft.bins).toBe(reference.re.length);
    expect(largest(re, reference.re) / scale).toBeLessThan(2e-14);
    expect(largest(im, reference.im) / scale).toBeLessThan(2e-14);
    const back = new Float64Array(size);
    fft.inverse(re, im, back);
    expect(largest(back, samples)).toBeLessThan(3e-15);
    expect(samples).toEqual(kept);
  });

  it.each([512, 1024, 2048, 4096, 8192, 16384])('is what fft.js says: %d', (size) => {
    const fft = createRealFft(size);
    const samples = random(size, 7);
    const re = new Float64Array(fft.bins);
    const im = new Float64Array(fft.bins);
    fft.forward(samples, re, im);
    const other = new FFT(size);
    const out = other.createComplexArray();
    other.realTransform(out, [...samples]);
    expect(
      largest(
        re,
        re.map((_, k) => out[2 * k] ?? 0),
      ),
    ).toBeLessThan(1e-12);
    expect(
      largest(
        im,
        im.map((_, k) => out[2 * k + 1] ?? 0),
      ),
    ).toBeLessThan(1e-12);
  });

  it.each([400, 441, 882, 1023, 2048])('keeps the energy: %d', (size) => {
    const fft = createRealFft(size);
    const samples = random(size, 3);
    const re = new Float64Array(fft.bins);
    const im = new Float64Array(fft.bins);
    fft.forward(samples, re, im);
    const power = re.map((x, k) => x * x + (im[k] ?? 0) ** 2);
    const doubled = power.reduce((sum, p, k) => sum + (k === 0 || 2 * k === size ? p : 2 * p), 0);
    expect(doubled / size / samples.reduce((sum, x) => sum + x * x, 0)).toBeCloseTo(1, 13);
  });

  it('is exact where the answer is', () => {
    const fft = createRealFft(400);
    const re = new Float64Array(201);
    const im = new Float64Array(201);
    fft.forward(
      Float64Array.from({ length: 400 }, (_, i) => (i === 0 ? 1 : 0)),
      re,
      im,
    );
    expect(re.every((x) => x === 1) && im.every((x) => x === 0)).toBe(true);
    fft.forward(new Float64Array(400).fill(1), re, im);
    expect(re[0]).toBe(400);
    expect(Math.max(...re.subarray(1).map(Math.abs), ...im.map(Math.abs))).toBeLessThan(1e-13);
  });

  it.each([0, -4, 2.5, Number.NaN])('refuses a size of %d', (size) => {
    expect(() => createRealFft(size)).toThrow(expect.objectContaining({ code: 'invalid-option' }));
  });
});
