import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { rescalePts } from './rescale-pts.js';
import { samplesToSeconds, secondsToSamples } from './sample-time.js';

describe('rescalePts', () => {
  it('rounds to the nearest sample, ties away from zero', () => {
    expect([1, 2, 3, 4].map((pts) => rescalePts(pts, 48000, 16000))).toEqual([0, 1, 1, 1]);
    expect([1, 3, -1, -3].map((pts) => rescalePts(pts, 2, 1))).toEqual([1, 2, -1, -2]);
    expect(Object.is(rescalePts(-1, 48000, 16000), 0)).toBe(true);
  });

  it('keeps pts at an equal rate', () => {
    expect(rescalePts(123456789, 44100, 44100)).toBe(123456789);
  });

  it('is exact where the product is beyond the exact integers of a double', () => {
    const day = 86400;
    expect(rescalePts(365 * day * 192000, 192000, 176400)).toBe(365 * day * 176400);
    expect(rescalePts(9007199254740991, 48000, 44100)).toBe(8275364315293285);
  });

  it('takes fractional rates exactly', () => {
    expect(rescalePts(44100.5 * 2 * 3600, 44100.5, 48000)).toBe(2 * 3600 * 48000);
  });

  it('agrees with big integers for any pts and rates', () => {
    const rate = fc.integer({ min: 1, max: 768000 });
    const pts = fc.integer({ min: -(2 ** 33), max: 2 ** 33 });
    fc.assert(
      fc.property(pts, rate, rate, (at, from, to) => {
        const out = BigInt(rescalePts(at, from, to));
        const twice = 2n * (out * BigInt(from) - BigInt(at) * BigInt(to));
        return (twice < 0n ? -twice : twice) <= BigInt(from);
      }),
    );
  });
});

describe('sample time', () => {
  it('converts to seconds and back', () => {
    expect(samplesToSeconds(441, 44100)).toBe(0.01);
    expect(secondsToSamples(0.01, 44100)).toBe(441);
    expect(secondsToSamples(1 / 3, 48000)).toBe(16000);
  });
});
