import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createQuality } from './quality.js';

/** A display with something that draws for it, in virtual time. */
interface Machine {
  /** Pictures of a second. */
  hertz: number;
  /** What drawing takes, in ms, with so much of the full resolution. */
  costMs(part: number): number;
  /** By how much a frame may come early or late, in ms. */
  jitterMs?: number;
}

const pixels =
  (fullMs: number) =>
  (part: number): number =>
    fullMs * part * part;

/** Runs it for so many seconds; what it did, second by second. */
const runFor = (
  quality: ReturnType<typeof createQuality>,
  { hertz, costMs, jitterMs = 0 }: Machine,
  seconds: number,
  draws = true,
) => {
  const period = 1000 / hertz;
  const changes: { readonly at: number; readonly part: number }[] = [];
  let rested = 0;
  let now = 0;
  let shift = 0;
  let random = 1;
  let drawn = false;
  while (now < 1000 * seconds) {
    const turns = drawn ? Math.max(1, Math.ceil(costMs(quality.part) / period - 1e-9)) : 1;
    random = (random * 48_271) % 2_147_483_647;
    const nextShift = jitterMs * (2 * (random / 2_147_483_647) - 1);
    const distance = turns * period + nextShift - shift;
    shift = nextShift;
    now += distance;
    if (quality.take(distance, drawn)) changes.push({ at: now / 1000, part: quality.part });
    if (draws && quality.isResting) rested += 1;
    drawn = draws && !quality.isResting;
  }
  return { changes, rested, parts: changes.map(({ part }) => part) };
};

const NOTHING = { changes: [], parts: [], rested: 0 };

describe('createQuality', () => {
  it.each([
    24, 25, 30, 48, 50, 60, 75, 90, 120, 144, 165, 240,
  ])('leaves the picture as it is on a display of %d Hz that is kept up with', (hertz) => {
    const quality = createQuality();
    const machine = { hertz, costMs: pixels(0.9 * (1000 / hertz)) };
    // Before anything sounds, frames come without drawings.
    expect(runFor(quality, machine, 1, false)).toEqual(NOTHING);
    expect(quality.displayHz).toBeCloseTo(hertz, 3);
    expect(runFor(quality, machine, 120)).toEqual(NOTHING);
    expect(quality.part).toBe(1);
  });

  it('does so whatever the rate is and however frames jitter', () => {
    const rates = fc.double({ min: 20, max: 250, noNaN: true });
    const jitters = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(rates, jitters, fc.boolean(), (hertz, jitterMs, begins) => {
        const quality = createQuality();
        const machine = { hertz, costMs: () => 0, jitterMs };
        if (begins) runFor(quality, machine, 1, false);
        expect(runFor(quality, machine, 30).parts).toEqual([]);
      }),
    );
  });

  it('tells a display of 30 Hz from a slow machine by one short rest', () => {
    const quality = createQuality();
    const { parts, rested } = runFor(quality, { hertz: 30, costMs: () => 5 }, 600);
    expect([parts, rested]).toEqual([[], 6]);
    expect(quality.displayHz).toBeCloseTo(30, 3);
  });

  it('goes down in steps while frames are late, and not for a pause', () => {
    const quality = createQuality();
    expect(quality.take(5000, true)).toBe(false);
    const slow = { hertz: 60, costMs: () => 40 };
    const { changes, rested } = runFor(quality, slow, 20);
    expect(changes.map(({ part }) => part)).toEqual([0.75, 0.5, 0.35]);
    expect(changes.at(-1)?.at).toBeLessThan(5);
    expect(rested).toBeLessThanOrEqual(12);
    quality.reset();
    expect(quality.part).toBe(1);
  });

  it('goes down also where a drawing takes as long as a pause', () => {
    const quality = createQuality();
    runFor(quality, { hertz: 60, costMs: () => 5 }, 1, false);
    const { changes } = runFor(quality, { hertz: 60, costMs: pixels(400) }, 20);
    expect(changes.map(({ part }) => part)).toEqual([0.75, 0.5, 0.35]);
    expect(changes[0]?.at).toBeLessThan(2);
    // Now and then as long as one, now and then not quite.
    const uneven = createQuality();
    let turn = 0;
    runFor(uneven, { hertz: 60, costMs: () => (turn++ % 2 === 0 ? 220 : 300) }, 20);
    expect(uneven.part).toBe(0.35);
  });

  it('leaves the picture as it is where there is a pause in each second, and rests no longer for them', () => {
    const quality = createQuality();
    const machine = { hertz: 60, costMs: pixels(10) };
    for (let second = 0; second < 60; second++) {
      expect(runFor(quality, machine, 1).parts).toEqual([]);
      expect(quality.take(1000, true)).toBe(false);
    }
    const late = createQuality();
    for (let frame = 0; frame < 24; frame++) late.take(40, true);
    expect(late.isResting).toBe(true);
    for (let frame = 0; frame < 6; frame++) late.take(300, false);
    expect([late.isResting, late.part]).toEqual([false, 0.75]);
  });

  it('stays at the finest picture that the machine keeps up with', () => {
    const quality = createQuality();
    const machine = { hertz: 60, costMs: pixels(40) };
    expect(runFor(quality, machine, 5).parts).toEqual([0.75, 0.5]);
    const { changes, rested } = runFor(quality, machine, 3600);
    // In an hour each try is followed by the way back, and they become rare.
    const tries = changes.filter(({ part }) => part === 0.75).map(({ at }) => at);
    expect(changes).toHaveLength(2 * tries.length);
    expect(tries.length).toBeGreaterThan(5);
    expect(tries.length).toBeLessThan(16);
    const gaps = tries.slice(1).map((at, index) => at - (tries[index] ?? 0));
    expect(gaps[0]).toBeGreaterThan(10);
    expect(gaps.at(-1)).toBeGreaterThan(300);
    expect(rested).toBe(0);
  });

  it('comes back to the full picture where the machine is free again, and stays there', () => {
    const quality = createQuality();
    runFor(quality, { hertz: 60, costMs: pixels(100) }, 300);
    expect(quality.part).toBe(0.35);
    const free = { hertz: 60, costMs: pixels(8) };
    expect(runFor(quality, free, 400).parts).toEqual([0.5, 0.75, 1]);
    expect(runFor(quality, free, 400).parts).toEqual([]);
    // It has learned nothing bad: the next time it is as quick as the first.
    runFor(quality, { hertz: 60, costMs: pixels(25) }, 3);
    expect(quality.part).toBe(0.75);
    expect(runFor(quality, free, 15).parts).toEqual([1]);
  });

  it('follows a window from one display to another', () => {
    const quality = createQuality();
    const on = (hertz: number, cost = 5): Machine => ({ hertz, costMs: pixels(cost) });
    expect(runFor(quality, on(60), 20).parts).toEqual([]);
    expect(runFor(quality, on(30), 60)).toMatchObject({ parts: [], rested: 6 });
    expect(quality.displayHz).toBeCloseTo(30, 3);
    expect(runFor(quality, on(144), 60).parts).toEqual([]);
    expect(quality.displayHz).toBeCloseTo(144, 3);
    // What is too slow for 60 Hz is not for 30.
    expect(runFor(quality, on(60, 25), 20).parts[0]).toBe(0.75);
    expect(runFor(quality, on(30, 25), 60).parts).toEqual([1]);
  });

  it('asks for no more than some 60 pictures a second', () => {
    const quality = createQuality();
    // Every second turn of a fast display is enough.
    expect(runFor(quality, { hertz: 144, costMs: () => 13 }, 60).parts).toEqual([]);
    expect(runFor(quality, { hertz: 240, costMs: pixels(30) }, 3).parts[0]).toBe(0.75);
  });
});
