import { describe, expect, it } from '@jest/globals';
import { virtualClock } from './virtual-clock.js';

describe('virtualClock', () => {
  it('wakes sleepers in the order of their times, each at its own', async () => {
    const clock = virtualClock();
    const log: string[] = [];
    const nap = async (name: string, ms: number): Promise<void> => {
      await clock.sleep(ms);
      log.push(`${name} ${clock.now()}`);
    };
    const all = Promise.all([nap('c', 30), nap('a', 10), nap('b', 10)]);
    await clock.advance(15);
    expect(log).toEqual(['a 10', 'b 10']);
    expect(clock.now()).toBe(15);
    await clock.runUntil(all);
    expect(log).toEqual(['a 10', 'b 10', 'c 30']);
  });
  it('says so when nothing sleeps and the promise still waits', async () => {
    const clock = virtualClock();
    await expect(clock.runUntil(new Promise(() => {}))).rejects.toThrow('nothing sleeps');
  });
  it('stops at a limit of virtual time', async () => {
    const clock = virtualClock();
    const forever = (async () => {
      for (;;) await clock.sleep(10);
    })();
    await expect(clock.runUntil(forever, { limitMs: 1000 })).rejects.toThrow('1000 ms have passed');
  });
  it('rejects an aborted sleep and forgets it', async () => {
    const clock = virtualClock();
    const abort = new AbortController();
    const nap = clock.sleep(1000, abort.signal).catch((error: unknown) => error);
    abort.abort();
    expect(await nap).toMatchObject({ code: 'aborted' });
    expect(clock.sleepers).toBe(0);
  });
});
