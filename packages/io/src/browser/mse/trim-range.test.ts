import { describe, expect, it } from '@jest/globals';
import { trimEnd } from './trim-range.js';

const base = { start: 0, keepBehind: 2, maxAhead: 30 };

describe('trimEnd', () => {
  it('removes the played part in pieces of 5 s, and keeps 2 s of it', () => {
    expect(trimEnd({ ...base, position: 6.9, end: 7.2 })).toBeUndefined();
    expect(trimEnd({ ...base, position: 7.1, end: 7.4 })).toBeCloseTo(5.1);
  });

  it('removes the oldest of what piles up while nothing plays', () => {
    expect(trimEnd({ ...base, position: 0, end: 29 })).toBeUndefined();
    expect(trimEnd({ ...base, position: 0, end: 31 })).toBe(6);
    expect(trimEnd({ ...base, start: 6, position: 0, end: 36.5 })).toBeCloseTo(11.5);
  });

  it('keeps the buffer bounded however long a stream plays or is paused', () => {
    for (const isPlaying of [true, false]) {
      let start = 0;
      let most = 0;
      for (let end = 0.35; end < 7200; end += 0.05) {
        const position = isPlaying ? end - 0.35 : 0;
        start = trimEnd({ ...base, start, position, end }) ?? start;
        most = Math.max(most, end - start);
      }
      expect(most).toBeLessThan(36);
      expect(start).toBeGreaterThan(7000);
    }
  });
});
