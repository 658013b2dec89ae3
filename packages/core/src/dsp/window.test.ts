import { describe, expect, it } from '@jest/globals';
import { createWindow, type WindowName } from './window.js';

const names: WindowName[] = [
  'hann',
  'hamming',
  'blackman',
  'nuttall',
  'blackman-harris',
  'flat-top',
  'bartlett',
  'rectangular',
  'kaiser',
];

describe('createWindow', () => {
  it.each(
    names,
  )('%s: a symmetric one is a periodic one of one less, and its first again', (name) => {
    for (const length of [2, 7, 8, 400]) {
      const symmetric = createWindow(name, length + 1, { symmetric: true });
      const periodic = createWindow(name, length);
      for (const [n, value] of periodic.entries()) {
        expect(value).toBeCloseTo(symmetric[n] ?? Number.NaN, 14);
        expect(symmetric[length - n]).toBeCloseTo(symmetric[n] ?? Number.NaN, 12);
      }
      expect(Math.max(...symmetric)).toBeLessThanOrEqual(1.0000001);
    }
  });

  it('adds up to a constant where it is meant to', () => {
    for (const name of ['hann', 'hamming', 'bartlett'] as const) {
      const window = createWindow(name, 64);
      const sums = Array.from(window.subarray(0, 32), (x, n) => x + (window[n + 32] ?? 0));
      for (const sum of sums) expect(sum).toBeCloseTo(sums[0] ?? 0, 14);
    }
  });

  it.each([
    ['hann', 1024, true, 511.5],
    ['hann', 1024, false, 512],
    ['hamming', 1000, false, 540],
    ['blackman', 1000, false, 420],
    ['rectangular', 10, false, 10],
  ] as const)('%s of %d, symmetric %s, sums to %d', (name, length, symmetric, sum) => {
    const window = createWindow(name, length, { symmetric });
    expect(window.reduce((total, x) => total + x, 0)).toBeCloseTo(sum, 9);
  });

  it('is 1 where it has one sample only', () => {
    for (const name of names) expect([...createWindow(name, 1)]).toEqual([1]);
  });

  it.each([0, 1.5, -1])('refuses a length of %d', (length) => {
    expect(() => createWindow('hann', length)).toThrow(
      expect.objectContaining({ code: 'invalid-option' }),
    );
  });

  it.each(['square', 'toString'])('refuses the name %s', (text) => {
    const name: WindowName = JSON.parse(JSON.stringify(text));
    expect(() => createWindow(name, 8)).toThrow(
      expect.objectContaining({ code: 'invalid-option' }),
    );
  });
});
