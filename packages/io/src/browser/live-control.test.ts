import { describe, expect, it } from '@jest/globals';
import { liveControl } from './live-control.js';

const LIMITS = { target: 0.35, jumpAbove: 2 };

/** Plays `seconds` in virtual time against a source that gives `supply` seconds a second. */
const simulate = (latency: number, seconds: number, supply = 1) => {
  const step = 0.25;
  let rate = 1;
  let jumps = 0;
  let lowest = latency;
  let highest = 0;
  for (let time = 0; time < seconds; time += step) {
    const action = liveControl(latency, rate, LIMITS);
    if (action.jump) {
      jumps += 1;
      latency = LIMITS.target;
    }
    rate = action.rate;
    latency += step * (supply - rate);
    lowest = Math.min(lowest, latency);
    highest = Math.max(highest, latency);
  }
  return { latency, rate, jumps, lowest, highest };
};

describe('liveControl', () => {
  it('leaves the rate alone near the target', () => {
    for (const latency of [0.2, 0.3, 0.35, 0.44]) {
      expect(liveControl(latency, 1, LIMITS)).toEqual({ rate: 1, jump: false });
    }
  });

  it('comes back to the target from 1.4 s behind, without a jump and never beyond 6 %', () => {
    const { latency, jumps, rate } = simulate(1.4, 30);
    expect([jumps, rate]).toEqual([0, 1]);
    expect(latency).toBeCloseTo(0.35, 1);
    expect(liveControl(1.4, 1, LIMITS).rate).toBeLessThanOrEqual(1.06);
  });

  it('jumps when it is far behind, and only then', () => {
    expect(liveControl(2.1, 1.06, LIMITS)).toEqual({ rate: 1, jump: true });
    expect(liveControl(1.9, 1, LIMITS).jump).toBe(false);
    expect(liveControl(Number.POSITIVE_INFINITY, 1, LIMITS).jump).toBe(true);
  });

  it('saves up when little is left, until the target is met', () => {
    expect(liveControl(0.1, 1, LIMITS).rate).toBe(0.97);
    expect(liveControl(0.3, 0.97, LIMITS).rate).toBe(0.97);
    expect(liveControl(0.36, 0.97, LIMITS).rate).toBe(1);
  });

  it('holds the latency against a sender whose clock is 0.1 % off either way, for an hour', () => {
    for (const supply of [0.999, 1.001]) {
      const { lowest, highest, jumps } = simulate(0.35, 3600, supply);
      expect(jumps).toBe(0);
      expect(lowest).toBeGreaterThan(0.1);
      expect(highest).toBeLessThan(0.6);
    }
  });
});
