import { describe, expect, it } from '@jest/globals';
import { reconnectDelay } from './reconnect-delay.js';

const policy = { attempts: 6, firstDelayMs: 500, maxDelayMs: 4000 };

describe('reconnectDelay', () => {
  it('doubles up to its limit and then gives up', () => {
    const delays = [1, 2, 3, 4, 5, 6, 7].map((attempt) => reconnectDelay(attempt, policy, () => 0));
    expect(delays).toEqual([500, 1000, 2000, 4000, 4000, 4000, undefined]);
  });

  it('takes up to a quarter off at random', () => {
    expect(reconnectDelay(3, policy, () => 1)).toBe(1500);
    const delays = new Set(Array.from({ length: 20 }, () => reconnectDelay(3, policy)));
    expect(delays.size).toBeGreaterThan(10);
  });

  it('never tries where no attempt is allowed', () => {
    expect(reconnectDelay(1, { ...policy, attempts: 0 })).toBeUndefined();
  });
});
