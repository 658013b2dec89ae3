import { describe, expect, it } from '@jest/globals';
import { isAudioFlowError } from '../error/index.js';
import { createDemand } from './demand.js';

const tick = (): Promise<void> => Promise.resolve();

describe('a demand', () => {
  it('is closed while at least one token is out, and a token counts once', () => {
    const demand = createDemand();
    const first = demand.hold();
    const second = demand.hold();
    first();
    first();
    expect(demand.open).toBe(false);
    second();
    expect(demand.open).toBe(true);
  });

  it('is closed by everything downstream of it, and not by what is beside or above it', () => {
    const root = createDemand();
    const left = root.child();
    const right = root.child();
    const above = left.child();
    left.hold();
    expect([root.open, left.open, above.open, right.open]).toEqual([true, false, false, true]);
    root.hold();
    expect(right.open).toBe(false);
  });

  it('wakes its waiters in a microtask after the release, not within it', async () => {
    const demand = createDemand();
    const release = demand.hold();
    let woken = false;
    void demand.ready().then(() => {
      woken = true;
    });
    release();
    expect(woken).toBe(false);
    await tick();
    await tick();
    expect(woken).toBe(true);
  });

  it('keeps its waiters asleep when it is held again before they wake', async () => {
    const demand = createDemand();
    const release = demand.hold();
    let woken = false;
    void demand.ready().then(() => {
      woken = true;
    });
    release();
    const again = demand.hold();
    await tick();
    await tick();
    expect(woken).toBe(false);
    again();
    await tick();
    await tick();
    expect(woken).toBe(true);
  });

  it('drops its tokens, leaves its parent and settles its waiters when disposed', async () => {
    const root = createDemand();
    const child = root.child();
    const grandchild = child.child();
    const release = child.hold();
    root.hold();
    const waits = child.ready();
    child.dispose();
    await waits;
    release();
    child.dispose();
    expect(child.open).toBe(true);
    expect(grandchild.open).toBe(true);
    expect(root.open).toBe(false);
  });

  it('rejects a wait with `aborted` when its signal aborts, and forgets it', async () => {
    const demand = createDemand();
    demand.hold();
    const controller = new AbortController();
    const waits = demand.ready(controller.signal).catch((error: unknown) => error);
    controller.abort();
    expect(isAudioFlowError(await waits, 'aborted')).toBe(true);
    const late = await demand.ready(controller.signal).catch((error: unknown) => error);
    expect(isAudioFlowError(late, 'aborted')).toBe(true);
  });
});
