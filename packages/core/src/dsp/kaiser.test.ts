import { describe, expect, it } from '@jest/globals';
import { besselI0 } from './bessel-i0.js';
import { kaiserBeta, kaiserLength, kaiserWindow } from './kaiser.js';

describe('besselI0', () => {
  // Abramowitz and Stegun, table 9.8: exp(-x) I0(x).
  it.each([
    [0, 1],
    [0.2, 0.8269385516],
    [1, 0.4657596077],
    [5, 0.1835408126],
    [10, 0.1278333372],
  ])('agrees with the table at %d', (x, scaled) => {
    expect(besselI0(x) * Math.exp(-x)).toBeCloseTo(scaled, 9);
  });
});

describe('the Kaiser design formulas', () => {
  it('give the shape and length of the textbook example: 60 dB, 0.2 pi wide', () => {
    // Oppenheim and Schafer, example 7.8: beta 5.653, M = 37 (38 taps).
    expect(kaiserBeta(60)).toBeCloseTo(5.653, 3);
    expect(kaiserLength(60, 0.2 * Math.PI)).toBe(38);
  });

  it('go on without a step between their pieces', () => {
    expect(kaiserBeta(20)).toBe(0);
    expect(kaiserBeta(50.001) - kaiserBeta(50)).toBeLessThan(0.03);
  });

  it('give a window of 1 in the middle, symmetric, 0 outside', () => {
    expect(kaiserWindow(0, 6)).toBe(1);
    expect(kaiserWindow(0.3, 6)).toBe(kaiserWindow(-0.3, 6));
    expect(kaiserWindow(1, 6)).toBeCloseTo(1 / besselI0(6), 12);
    expect(kaiserWindow(1.01, 6)).toBe(0);
  });
});
