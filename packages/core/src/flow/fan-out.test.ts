import { describe, expect, it } from '@jest/globals';
import { map, merge, type Observable, Subject, take, throwError } from 'rxjs';
import { transformAsync } from '../operator/index.js';
import { describeStage, virtualClock } from '../testing/index.js';
import { fromPull } from './from-pull.js';
import { run } from './run.js';
import { sharePaced } from './share-paced.js';
import { tee } from './tee.js';

const pause = (ms = 0): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const outcome = (work: Promise<unknown>): Promise<unknown> => work.catch((error: unknown) => error);
const all = (count: number): number[] => Array.from({ length: count }, (_, n) => n);

const watched = (count: number) => {
  const state = { pulled: 0, open: 0, subscriptions: 0 };
  const source = fromPull(function* () {
    state.open += 1;
    state.subscriptions += 1;
    try {
      for (let n = 0; n < count; n += 1) {
        state.pulled += 1;
        yield n;
      }
    } finally {
      state.open -= 1;
    }
  });
  return { source, state };
};

const two = (source: Observable<number>, options = {}) => tee(2, options)(source);

describeStage('sharePaced with one subscriber', {
  create: () => sharePaced<number>(),
  inputs: () => all(8),
});
describeStage('one branch of tee', {
  create: () => (source: Observable<number>) => tee(1)(source)[0],
  inputs: () => all(8),
});

describe('tee', () => {
  it('gives every branch everything, at the pace of the slowest', async () => {
    const { source, state } = watched(40);
    const [a, b] = two(source);
    const fast: number[] = [];
    const slow: number[] = [];
    let ahead = 0;
    await Promise.all([
      run(a, { write: (n) => void fast.push(n) }),
      run(b, {
        write: async (n) => {
          await pause(n % 7 === 0 ? 2 : 0);
          slow.push(n);
          ahead = Math.max(ahead, state.pulled - slow.length);
        },
      }),
    ]);
    expect(fast).toEqual(all(40));
    expect(slow).toEqual(all(40));
    expect(ahead).toBeLessThanOrEqual(2);
    expect(state).toEqual({ pulled: 40, open: 0, subscriptions: 1 });
  });

  it('never deadlocks a diamond whose branches have unequal latencies', async () => {
    const clock = virtualClock();
    for (const [left, right] of [
      [0, 5],
      [5, 0],
      [30, 1],
      [7, 7],
    ] as const) {
      const { source } = watched(50);
      const late = (ms: number, side: string) =>
        transformAsync<number, string>(
          () => ({
            next: async (n, emit) => {
              await clock.sleep(ms);
              await emit(`${side}${n}`);
            },
          }),
          { highWater: 2048 },
        );
      const [a, b] = two(source);
      const seen: string[] = [];
      const joined = merge(a.pipe(late(left, 'a')), b.pipe(late(right, 'b')));
      await clock.runUntil(
        run(
          joined,
          {
            write: async (s) => {
              await clock.sleep(2);
              seen.push(s);
            },
          },
          { clock },
        ),
      );
      expect(seen.filter((s) => s.startsWith('a'))).toEqual(all(50).map((n) => `a${n}`));
      expect(seen.filter((s) => s.startsWith('b'))).toEqual(all(50).map((n) => `b${n}`));
    }
  });

  it('lets the others go on when a branch leaves', async () => {
    const { source, state } = watched(30);
    const [a, b] = two(source);
    const left: number[] = [];
    const stayed: number[] = [];
    await Promise.all([
      run(a.pipe(take(3)), {
        write: async (n) => {
          await pause(1);
          left.push(n);
        },
      }),
      run(b, { write: (n) => void stayed.push(n) }),
    ]);
    expect(left).toEqual([0, 1, 2]);
    expect(stayed).toEqual(all(30));
    expect(state.open).toBe(0);
  });

  it('lets the others go on when a branch fails, or its sink does', async () => {
    const { source, state } = watched(30);
    const [a, b] = two(source);
    const stayed: number[] = [];
    const broken = a.pipe(
      map((n) => {
        if (n === 4) throw new Error('branch');
        return n;
      }),
    );
    const [failure, report] = await Promise.all([
      outcome(run(broken, { write: () => pause() })),
      run(b, { write: (n) => void stayed.push(n) }),
    ]);
    expect(failure).toMatchObject({ message: 'branch' });
    expect(report.items).toBe(30);
    const again = two(source);
    const [sink, other] = await Promise.all([
      outcome(
        run(again[0], {
          write: async () => {
            throw new Error('sink');
          },
        }),
      ),
      run(again[1], { write: () => {} }),
    ]);
    expect(sink).toMatchObject({ message: 'sink' });
    expect(other.items).toBe(30);
    expect(state.open).toBe(0);
  });

  it('unsubscribes its source when all branches have left', async () => {
    const { source, state } = watched(1e9);
    const [a, b] = two(source);
    await Promise.all([
      run(a.pipe(take(2)), { write: () => pause() }),
      run(b.pipe(take(5)), { write: () => pause() }),
    ]);
    expect(state.open).toBe(0);
    expect(state.pulled).toBeLessThanOrEqual(7);
  });

  it("with start 'all' waits for a branch that never subscribes, with 'first' does not", async () => {
    const { source, state } = watched(10);
    const [a] = two(source);
    const subscription = a.subscribe();
    await pause(5);
    expect(state.pulled).toBe(0);
    subscription.unsubscribe();
    const [first] = two(source, { start: 'first' });
    expect((await run(first, { write: () => pause() })).items).toBe(10);
  });

  it('waits for a branch that never takes anything, and reports or drops it when told to', async () => {
    const { source, state } = watched(100);
    const [a, stuck] = two(source);
    const abort = new AbortController();
    let items = 0;
    const ok = outcome(
      run(a, {
        write: () => {
          items += 1;
        },
      }),
    );
    const hung = outcome(
      run(
        stuck,
        { write: () => new Promise<void>(() => {}) },
        { signal: abort.signal, settleMs: 1 },
      ),
    );
    await pause(5);
    expect(items).toBe(1);
    expect(state.pulled).toBe(1);
    abort.abort();
    await hung;
    expect(await ok).toMatchObject({ items: 100 });

    const clock = virtualClock();
    const [b, dropped] = two(watched(100).source, { stallTimeoutMs: 1000, onStall: 'drop', clock });
    const kept = run(b, { write: () => {} });
    const lost = outcome(
      run(dropped, { write: () => new Promise<void>(() => {}) }, { settleMs: 1 }),
    );
    await clock.advance(999);
    await clock.advance(2);
    expect((await kept).items).toBe(100);
    expect(await lost).toMatchObject({ code: 'timeout' });
  });

  it('passes an error to every branch, to those that come later too', async () => {
    const boom = new Error('source');
    const [a, b] = two(
      throwError(() => boom),
      { start: 'first' },
    );
    expect(await outcome(run(a, { write: () => {} }))).toBe(boom);
    expect(await outcome(run(b, { write: () => {} }))).toBe(boom);
  });

  it('refuses a second subscriber of one branch', async () => {
    const [a] = two(watched(3).source);
    a.subscribe();
    expect(await outcome(run(a, { write: () => {} }))).toMatchObject({ code: 'invalid-state' });
  });

  it('starts anew when its branches are subscribed again', async () => {
    const { source, state } = watched(5);
    const [a, b] = two(source);
    for (let round = 1; round <= 2; round += 1) {
      const reports = await Promise.all([run(a, { write: () => {} }), run(b, { write: () => {} })]);
      expect(reports.map((report) => report.items)).toEqual([5, 5]);
      expect(state.subscriptions).toBe(round);
    }
  });

  it('ends one branch when its run stops, and the source when all runs stop', async () => {
    const { source, state } = watched(1e9);
    const [a, b] = two(source);
    const stopA = new AbortController();
    const stopB = new AbortController();
    let written = 0;
    const runs = [
      run(
        a,
        {
          write: async () => {
            await pause();
            written += 1;
            if (written === 3) stopA.abort();
          },
        },
        { stop: stopA.signal },
      ),
      run(
        b,
        {
          write: async (n) => {
            await pause();
            if (n === 20) stopB.abort();
          },
        },
        { stop: stopB.signal },
      ),
    ];
    const [ra, rb] = await Promise.all(runs);
    expect(ra).toMatchObject({ ended: 'stop' });
    expect(rb?.items).toBeGreaterThanOrEqual(21);
    expect(state.open).toBe(0);
    const joined = two(watched(1e9).source);
    const stop = new AbortController();
    const report = await run(
      merge(joined[0], joined[1]),
      {
        write: async (n) => {
          await pause();
          if (n === 5) stop.abort();
        },
      },
      { stop: stop.signal },
    );
    expect(report.ended).toBe('stop');
  });
});

describe('sharePaced', () => {
  it("with pace 'fastest' lets a fast branch go on, and ends only the slow one at its limit", async () => {
    const { source } = watched(100);
    const shared = source.pipe(sharePaced({ pace: 'fastest', limit: 10 * 1024 }));
    let release: () => void = () => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const slow = outcome(run(shared, { write: () => gate }, { settleMs: 10 }));
    const fast = await run(shared, { write: () => {} });
    release();
    expect(fast.items).toBeGreaterThanOrEqual(99);
    expect(await slow).toMatchObject({ code: 'limit-exceeded' });
  });

  it("with pace 'fastest' loses nothing for a slower one within the limit", async () => {
    const { source } = watched(100);
    const shared = source.pipe(sharePaced({ pace: 'fastest' }));
    const slow: number[] = [];
    const [, report] = await Promise.all([
      run(shared, {
        write: async (n) => {
          await pause();
          slow.push(n);
        },
      }),
      run(shared, { write: () => {} }),
    ]);
    expect(report.items).toBeGreaterThanOrEqual(99);
    expect(slow).toEqual(all(100));
  });

  it('gives a live stream to whoever comes, from then on', () => {
    const live = new Subject<number>();
    const shared = live.pipe(sharePaced());
    const seen: number[][] = [[], []];
    shared.subscribe((n) => seen[0]?.push(n));
    live.next(1);
    shared.subscribe((n) => seen[1]?.push(n));
    live.next(2);
    expect(seen).toEqual([[1, 2], [2]]);
  });

  it('ends its source with the last subscriber and starts anew with the next', async () => {
    const { source, state } = watched(1e9);
    const shared = source.pipe(sharePaced());
    await run(shared.pipe(take(3)), { write: () => pause() });
    expect(state).toMatchObject({ open: 0, subscriptions: 1 });
    const seen: number[] = [];
    await run(shared.pipe(take(2)), { write: (n) => void seen.push(n) });
    expect(seen).toEqual([0, 1]);
    expect(state).toMatchObject({ open: 0, subscriptions: 2 });
  });
});
