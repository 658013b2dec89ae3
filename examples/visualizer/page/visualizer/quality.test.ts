import { describe, expect, it } from '@jest/globals';
import { createQuality } from './quality.js';

describe('createQuality', () => {
  const seconds = (
    quality: ReturnType<typeof createQuality>,
    ms: number,
    count: number,
  ): number[] => {
    const parts: number[] = [];
    for (let i = 0; i < (1000 * count) / ms; i++) if (quality.take(ms)) parts.push(quality.part);
    return parts;
  };

  it('goes down in steps while frames are late, and not for a pause', () => {
    const quality = createQuality();
    expect(seconds(quality, 16.7, 60)).toEqual([]);
    expect(quality.take(5000)).toBe(false);
    expect(seconds(quality, 40, 5)).toEqual([0.75, 0.5, 0.35]);
    quality.reset();
    expect(quality.part).toBe(1);
  });

  it('tries a finer picture after a while, and more rarely where that fails', () => {
    const quality = createQuality();
    seconds(quality, 40, 2);
    const rises: number[] = [];
    for (let second = 0; second < 200; second++) {
      const before = quality.part;
      // Too slow only at the full resolution.
      seconds(quality, before === 1 ? 40 : 16.7, 1);
      if (quality.part > before) rises.push(second);
    }
    expect(rises.length).toBeGreaterThanOrEqual(3);
    expect(rises.length).toBeLessThan(8);
    const gaps = rises.slice(1).map((at, index) => at - (rises[index] ?? 0));
    expect(Math.max(...gaps)).toBeGreaterThan(3 * (gaps[0] ?? Number.NaN));
  });
});
