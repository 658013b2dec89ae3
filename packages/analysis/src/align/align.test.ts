import { noiseFrame } from '@audioflow/core/testing';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { align } from './align.js';
import { correlate } from './correlate.js';

const [noise = new Float32Array()] = noiseFrame(3000).channels;

/** The definition. */
const naive = (a: Float32Array, b: Float32Array, lag: number): number => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i + lag] ?? 0);
  const energy = (x: Float32Array): number => x.reduce((total, value) => total + value * value, 0);
  return sum / Math.sqrt(energy(a) * energy(b));
};

describe('correlate', () => {
  it('is the definition', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 60 }), (n, m) => {
        const a = noise.slice(0, n);
        const b = noise.slice(100, 100 + m);
        const { values, maxLag } = correlate(a, b);
        for (let lag = -maxLag; lag <= maxLag; lag++) {
          expect(values[lag + maxLag]).toBeCloseTo(naive(a, b, lag), 10);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('gives zeros for silence, nothing, and what is no number', () => {
    for (const samples of [
      new Float32Array(5),
      new Float32Array(0),
      new Float32Array(5).fill(NaN),
    ]) {
      expect(correlate(samples, noise, 3).values).toEqual(new Float64Array(7));
    }
    expect(() => correlate(noise, noise, 1.5)).toThrow();
  });
});

describe('align', () => {
  it.each([0, 1, 17, 500, -1, -250])('finds a delay of %d, louder and upside down', (lag) => {
    const first = noise.slice(600, 2000);
    const second = noise.slice(600 - lag, 2000 - lag).map((x) => -3 * x);
    const found = align(first, second);
    expect(Math.abs(found.lag - lag)).toBeLessThan(0.05);
    expect(found.correlation).toBeLessThan(-0.6);
  });

  it('finds parts of a sample', () => {
    const tone = (shift: number): Float64Array =>
      Float64Array.from({ length: 2000 }, (_, i) => Math.exp(-(((i - 1000 - shift) / 20) ** 2)));
    expect(align(tone(0), tone(3.3)).lag).toBeCloseTo(3.3, 2);
    expect(align(tone(0), tone(-0.5), 10).lag).toBeCloseTo(-0.5, 2);
  });
});
