import { virtualClock } from '@audioflow/core/testing';
import { describe, expect, it } from '@jest/globals';
import { createDeviceWatch } from './create-device-watch.js';

const start = (listMs: number) => {
  const clock = virtualClock();
  const began: number[] = [];
  const list = (): Promise<void> => {
    began.push(clock.now());
    return clock.sleep(listMs);
  };
  return { clock, began, ...createDeviceWatch({ list, everyMs: 1000, clock }) };
};

describe('createDeviceWatch', () => {
  it('lists at once, and what is asked for meanwhile once more after a second', async () => {
    const { clock, began, renew } = start(100);
    const first = renew();
    await clock.advance(50);
    // It came after the listing had begun: that may not know of it.
    const later = Promise.all([renew(), renew(), renew()]);
    await clock.runUntil(first);
    expect([clock.now(), began]).toEqual([100, [0]]);
    await clock.runUntil(later);
    expect([clock.now(), began]).toEqual([1200, [0, 1100]]);
    await clock.advance(60_000);
    expect(began).toHaveLength(2);
    await clock.runUntil(renew());
    expect(began).toEqual([0, 1100, 61_200]);
  });

  it('lists no more often than it may, however often it is asked', async () => {
    const { clock, began, renew } = start(0);
    for (let i = 0; i < 1000; i++) {
      void renew();
      await clock.advance(10);
    }
    expect(began).toEqual(Array.from({ length: 11 }, (_, second) => 1000 * second));
  });

  it('lists nothing after its end, and leaves nobody waiting', async () => {
    const { clock, began, renew, end } = start(10);
    await clock.runUntil(renew());
    const late = renew();
    await clock.settle();
    end();
    await late;
    await renew();
    expect(began).toEqual([0]);
    expect(clock.sleepers).toBe(0);
  });
});
