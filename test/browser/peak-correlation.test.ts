import { describe, expect, it } from '@jest/globals';
import { peakCorrelation } from './peak-correlation.js';

const noise = (length: number, seed: number): Float32Array => {
  let state = seed;
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  });
};

describe('peakCorrelation, the measure of the radio tests', () => {
  const reference = noise(20_000, 1);

  it('finds a part again, whatever its gain', () => {
    const part = reference.slice(7000, 12_000).map((x) => -0.3 * x);
    const { value, lag } = peakCorrelation(part, reference);
    expect(value).toBeCloseTo(1, 4);
    expect(lag).toBe(7000);
  });

  it('falls with noise as it should, and is small for something else', () => {
    const other = noise(5000, 2);
    const mixed = reference.slice(300, 5300).map((x, at) => x + (other[at] ?? 0));
    expect(peakCorrelation(mixed, reference).value).toBeCloseTo(Math.SQRT1_2, 1);
    expect(peakCorrelation(other, reference).value).toBeLessThan(0.1);
  });
});
