import { PassThrough } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { concat, merge, repeat, Subject, take } from 'rxjs';
import { transform, transformAsync } from '../operator/index.js';
import { virtualClock } from '../testing/index.js';
import { fromPull } from './from-pull.js';
import { fromReadable } from './from-readable.js';
import { run } from './run.js';
import { sharePaced } from './share-paced.js';
import { tapTo } from './tap-to.js';
import { tee } from './tee.js';
import { toAsyncIterable } from './to-async-iterable.js';

const pause = (ms = 0): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const outcome = (work: Promise<unknown>): Promise<unknown> => work.catch((error: unknown) => error);
const nothing = () => ({ write: (): void => {} });
/** Gathers ten, and puts out what is left on flush. */
const byTen = () =>
  transform<number, number[]>(() => {
    let held: number[] = [];
    return {
      next: (n, emit) => {
        held.push(n);
        if (held.length === 10) emit(held.splice(0));
      },
      flush: (emit) => {
        if (held.length > 0) emit(held);
        held = [];
      },
    };
  });
const endless = () =>
  fromPull(async function* () {
    for (let n = 0; ; n += 1) {
      await pause();
      yield n;
    }
  });

describe('stop', () => {
  it('ends a stream that subscribes its source again and again, without freezing the process', async () => {
    const stop = new AbortController();
    let items = 0;
    const report = await run(
      fromPull(() => [1, 2, 3]).pipe(repeat()),
      {
        write: async () => {
          items += 1;
          if (items === 8) stop.abort();
          await pause();
        },
      },
      { stop: stop.signal },
    );
    expect(report.ended).toBe('stop');
    expect(report.items).toBe(8);
  });

  it('does not open the sources that would come next', async () => {
    const stop = new AbortController();
    const seen: string[] = [];
    const next = fromPull(() => ['b0', 'b1']);
    await run(
      concat(endless(), next),
      {
        write: async (n) => {
          seen.push(String(n));
          if (n === 3) stop.abort();
        },
      },
      { stop: stop.signal },
    );
    expect(seen.filter((item) => item.startsWith('b'))).toEqual([]);
  });

  it('that came before the run writes nothing', async () => {
    const report = await run(
      fromPull(() => [1, 2]),
      nothing(),
      { stop: AbortSignal.abort() },
    );
    expect(report).toMatchObject({ items: 0, ended: 'stop' });
  });

  it('flushes what stands behind a tee, in one run and in two', async () => {
    for (const runs of [1, 2]) {
      let pulled = 0;
      const source = fromPull(async function* () {
        for (let n = 0; ; n += 1) {
          await pause();
          pulled += 1;
          yield n;
        }
      });
      const [a, b] = tee(2)(source.pipe(byTen()));
      const stop = new AbortController();
      let written = 0;
      const sink = () => ({
        write: async (group: readonly number[]) => {
          written += group.length;
          if (written > 40) stop.abort();
        },
      });
      const how = { stop: stop.signal };
      await (runs === 1
        ? run(merge(a, b), sink(), how)
        : Promise.all([run(a, sink(), how), run(b, sink(), how)]));
      expect(written).toBe(2 * pulled);
    }
  });

  it('flushes the operators behind a live source', async () => {
    const stop = new AbortController();
    const live = new Subject<number>();
    const groups: (readonly number[])[] = [];
    const running = run(
      live.pipe(byTen()),
      { write: (group) => void groups.push(group) },
      { stop: stop.signal },
    );
    for (let n = 0; n < 13; n += 1) live.next(n);
    stop.abort();
    expect((await running).ended).toBe('stop');
    expect(groups.map((group) => group.length)).toEqual([10, 3]);
    expect(live.observed).toBe(false);
  });

  it('does not wait for ever for a live half that goes on', async () => {
    const clock = virtualClock();
    const stop = new AbortController();
    const live = new Subject<number>();
    const ticking = (async () => {
      while (clock.now() < 5000) {
        await clock.sleep(5);
        live.next(0);
      }
    })();
    const steady = fromPull(async function* (signal) {
      for (;;) {
        await clock.sleep(7, signal);
        yield 1;
      }
    });
    const both = merge(steady, live);
    const running = outcome(run(both, nothing(), { stop: stop.signal, settleMs: 100, clock }));
    await clock.advance(20);
    stop.abort();
    expect(await clock.runUntil(running)).toMatchObject({ code: 'timeout' });
    expect(clock.now()).toBeLessThan(1100);
    await clock.runUntil(ticking);
  });

  it('names a write that is still pending', async () => {
    const clock = virtualClock();
    const stop = new AbortController();
    const hung = { write: () => new Promise<void>(() => {}) };
    const running = outcome(run(endless(), hung, { stop: stop.signal, clock }));
    await pause(5);
    stop.abort();
    expect(String(await clock.runUntil(running))).toContain('a write that was pending at stop');
  });

  it('ends a branch of a fast share with what it had, and no more', async () => {
    const shared = endless().pipe(sharePaced({ pace: 'fastest' }));
    const stop = new AbortController();
    const rest = new AbortController();
    let slow = 0;
    const fast = run(shared, { write: () => {} }, { stop: rest.signal });
    const report = await run(
      shared,
      {
        write: async () => {
          slow += 1;
          if (slow === 3) stop.abort();
          await pause(3);
        },
      },
      { stop: stop.signal },
    );
    expect(report.ended).toBe('stop');
    rest.abort();
    await fast;
  });
});

describe('the end of a run', () => {
  it('is an error when a callback throws, also after an asynchronous write', async () => {
    const onProgress = (): void => {
      throw new Error('progress');
    };
    const slow = run(
      fromPull(() => [1, 2]),
      { write: () => pause(120) },
      { onProgress },
    );
    expect(await outcome(slow)).toMatchObject({ message: 'progress' });
  });

  it('can be aborted while the sink closes', async () => {
    const abort = new AbortController();
    const told: unknown[] = [];
    setTimeout(() => abort.abort(), 10);
    const error = await outcome(
      run(
        fromPull(() => [1]),
        {
          write: () => {},
          close: () => new Promise<void>(() => {}),
          abort: (why) => void told.push(why),
        },
        { signal: abort.signal },
      ),
    );
    expect(error).toMatchObject({ code: 'aborted' });
    expect(told).toEqual([error]);
  });

  it('keeps its first error when the abort of the sink fails, and still waits for disposals', async () => {
    let released = false;
    const source = fromPull(async function* () {
      try {
        for (;;) yield 1;
      } finally {
        await pause(10);
        released = true;
      }
    });
    const abort = new AbortController();
    const error = await outcome(
      run(
        source,
        {
          write: async () => abort.abort(),
          abort: async () => {
            throw new Error('EIO');
          },
        },
        { signal: abort.signal },
      ),
    );
    expect(error).toMatchObject({ code: 'aborted' });
    expect(released).toBe(true);
  });

  it('names a write that hangs', async () => {
    const clock = virtualClock();
    const abort = new AbortController();
    const hung = { write: () => new Promise<void>(() => {}) };
    const running = outcome(
      run(
        fromPull(() => [1]),
        hung,
        { signal: abort.signal, clock },
      ),
    );
    await clock.settle();
    abort.abort();
    expect(String(await clock.runUntil(running))).toContain('its pending write');
  });

  it('runs the finally of a generator that ends its own run', async () => {
    const abort = new AbortController();
    let released = false;
    const source = fromPull(function* () {
      try {
        yield 1;
        abort.abort();
        yield 2;
      } finally {
        released = true;
      }
    });
    await outcome(run(source, nothing(), { signal: abort.signal }));
    expect(released).toBe(true);
  });

  it('refuses what is no stream', async () => {
    expect(await outcome(run({} as never, nothing()))).toMatchObject({ code: 'invalid-option' });
  });
});

describe('an early end', () => {
  it('releases a kernel that waits for room, while downstream is still held', async () => {
    let disposed = false;
    let free: () => void = () => {};
    const gate = new Promise<void>((resolve) => {
      free = resolve;
    });
    const waiting = transformAsync<number, number>(() => ({
      next: async (n, emit) => void (await emit(n)),
      dispose: () => {
        disposed = true;
      },
    }));
    const inner = fromPull(() => [1, 2, 3]).pipe(waiting);
    const outer = new Subject<number>();
    const running = run(merge(outer, inner.pipe(take(1))), { write: () => gate });
    await pause(5);
    expect(disposed).toBe(true);
    free();
    outer.complete();
    await running;
  });

  it('of a tee branch before the others come does not end them', async () => {
    const [a, b] = tee(2)(fromPull(() => [1, 2, 3]));
    a.subscribe().unsubscribe();
    const seen: number[] = [];
    await run(b, { write: (n) => void seen.push(n) });
    expect(seen).toEqual([1, 2, 3]);
    const [c, d] = tee(2, { start: 'first' })(fromPull(() => [1, 2, 3]));
    await run(c.pipe(take(1)), nothing());
    expect((await run(d, { write: async () => {} })).items).toBe(3);
  });

  it('destroys an idle readable at once', async () => {
    const idle = new PassThrough();
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 5);
    const error = await outcome(
      run(fromReadable(idle), nothing(), { signal: abort.signal, settleMs: 200 }),
    );
    expect(error).toMatchObject({ code: 'aborted' });
    expect(idle.destroyed).toBe(true);
  });

  it('aborts the sink of a tap whose write hangs', async () => {
    let free: (error: Error) => void = () => {};
    const hung = {
      write: () =>
        new Promise<void>((_, reject) => {
          free = reject;
        }),
      abort: () => free(new Error('aborted')),
    };
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 5);
    const stream = fromPull(() => [1]).pipe(tapTo<number>(hung));
    const error = await outcome(run(stream, nothing(), { signal: abort.signal, settleMs: 300 }));
    expect(error).toMatchObject({ code: 'aborted' });
  });

  it('of an async iterator settles the next that is pending', async () => {
    const live = new Subject<number>();
    const iterator = toAsyncIterable(live)[Symbol.asyncIterator]();
    const pending = iterator.next();
    await iterator.return?.();
    expect(await pending).toEqual({ done: true, value: undefined });
    expect(live.observed).toBe(false);
  });
});
