import { describe, expect, it } from '@jest/globals';
import { from, interval, merge, NEVER, Observable, Subject, throwError } from 'rxjs';
import { isAudioFlowError } from '../error/index.js';
import { transform, transformAsync } from '../operator/index.js';
import { noiseFrame, splitFrame, virtualClock } from '../testing/index.js';
import { fromPull } from './from-pull.js';
import { run } from './run.js';

const numbers = (count: number): Observable<number> =>
  fromPull(function* () {
    for (let n = 0; n < count; n += 1) yield n;
  });
const pause = (ms = 1): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const outcome = (work: Promise<unknown>): Promise<unknown> => work.catch((error: unknown) => error);

/** Holds one number back, as a codec does, and puts it out on flush. */
const delayByOne = () =>
  transform<number, number>(() => {
    let held: number | undefined;
    return {
      next: (n, emit) => {
        if (held !== undefined) emit(held);
        held = n;
      },
      flush: (emit) => {
        if (held !== undefined) emit(held);
      },
    };
  });

describe('run', () => {
  it('writes one at a time, closes after the last write, then resolves', async () => {
    const log: string[] = [];
    const report = await run(numbers(3), {
      write: async (n) => {
        log.push(`write ${n}`);
        await pause();
        log.push(`wrote ${n}`);
      },
      close: async () => {
        await pause();
        log.push('closed');
      },
      abort: () => void log.push('aborted'),
    });
    log.push('resolved');
    expect(log).toEqual([
      'write 0',
      'wrote 0',
      'write 1',
      'wrote 1',
      'write 2',
      'wrote 2',
      'closed',
      'resolved',
    ]);
    expect(report).toMatchObject({ items: 3, ended: 'complete' });
  });

  it('counts items, samples and bytes, and reports progress', async () => {
    const clock = virtualClock();
    const seen: number[] = [];
    const frames = splitFrame(noiseFrame(1000), [100]);
    const running = run(
      fromPull(() => frames),
      { write: () => clock.sleep(60) },
      { clock, onProgress: ({ samples }) => void seen.push(samples) },
    );
    const report = await clock.runUntil(running);
    expect(report).toEqual({
      items: 10,
      samples: 1000,
      bytes: 0,
      elapsedMs: 600,
      ended: 'complete',
    });
    expect(seen).toEqual([200, 400, 600, 800, 1000, 1000]);
  });

  it('unsubscribes, aborts the sink and rejects with the first error when a write fails', async () => {
    const boom = new Error('disk full');
    const log: unknown[] = [];
    let open = true;
    const endless = fromPull(async function* () {
      try {
        for (let n = 0; ; n += 1) yield n;
      } finally {
        await pause();
        open = false;
      }
    });
    const error = await outcome(
      run(endless, {
        write: async (n) => {
          if (n === 2) throw boom;
        },
        close: async () => void log.push('closed'),
        abort: (reason) => void log.push(reason),
      }),
    );
    expect(error).toBe(boom);
    expect(log).toEqual([boom]);
    expect(open).toBe(false);
  });

  it('rejects when a write throws at once', async () => {
    const boom = new Error('now');
    const error = await outcome(
      run(numbers(5), {
        write: () => {
          throw boom;
        },
      }),
    );
    expect(error).toBe(boom);
  });

  it('aborts the sink when the source fails, even while a write is pending', async () => {
    const boom = new Error('unplugged');
    const source = new Subject<number>();
    const aborted: unknown[] = [];
    let free: () => void = () => {};
    const running = outcome(
      run(source, {
        write: () =>
          new Promise<void>((resolve) => {
            free = resolve;
          }),
        abort: (reason) => {
          aborted.push(reason);
          free();
        },
      }),
    );
    source.next(1);
    source.error(boom);
    expect(await running).toBe(boom);
    expect(aborted).toEqual([boom]);
  });

  it('on stop ends the source, flushes every operator and closes the sink', async () => {
    const stop = new AbortController();
    const written: number[] = [];
    let closed = false;
    const report = await run(
      numbers(1_000_000).pipe(delayByOne(), delayByOne()),
      {
        write: async (n) => {
          written.push(n);
          if (n === 3) stop.abort();
          await pause(0);
        },
        close: async () => {
          closed = true;
        },
      },
      { stop: stop.signal },
    );
    expect(written).toEqual(Array.from({ length: written.length }, (_, n) => n));
    expect(written.length).toBeGreaterThanOrEqual(6);
    expect(written.length).toBeLessThan(20);
    expect(closed).toBe(true);
    expect(report.ended).toBe('stop');
  });

  it('on abort flushes nothing, aborts the sink and rejects with `aborted`', async () => {
    const controller = new AbortController();
    const written: number[] = [];
    let reason: unknown;
    const error = await outcome(
      run(
        numbers(1_000_000).pipe(delayByOne()),
        {
          write: async (n) => {
            written.push(n);
            if (n === 3) controller.abort(new Error('user left'));
            await pause(0);
          },
          close: async () => void written.push(-1),
          abort: (why) => {
            reason = why;
          },
        },
        { signal: controller.signal },
      ),
    );
    expect(isAudioFlowError(error, 'aborted')).toBe(true);
    expect(error).toMatchObject({ cause: { message: 'user left' } });
    expect(reason).toBe(error);
    expect(written).toEqual([0, 1, 2, 3]);
  });

  it('never subscribes when its signal is already aborted', async () => {
    let subscribed = false;
    const source = new Observable(() => {
      subscribed = true;
    });
    const error = await outcome(run(source, { write: () => {} }, { signal: AbortSignal.abort() }));
    expect(isAudioFlowError(error, 'aborted')).toBe(true);
    expect(subscribed).toBe(false);
  });

  it('stops a stream of stock rxjs sources, which cannot be told, by leaving it', async () => {
    const stop = new AbortController();
    const written: number[] = [];
    const report = await run(
      interval(1),
      {
        write: (n) => {
          written.push(n);
          if (n === 2) stop.abort();
        },
      },
      { stop: stop.signal },
    );
    expect(report.ended).toBe('stop');
    expect(written).toEqual([0, 1, 2]);
  });

  it('names what hangs when the stream does not end after stop', async () => {
    const clock = virtualClock();
    const stop = new AbortController();
    const never = merge(
      numbers(1),
      NEVER,
      fromPull(() => [] as number[]),
      fromPull(held),
    );
    async function* held(signal: AbortSignal): AsyncGenerator<number> {
      await clock.sleep(1e9, signal);
      yield 1;
    }
    const running = outcome(run(never, { write: () => {} }, { stop: stop.signal, clock }));
    await clock.settle();
    stop.abort();
    const error = await clock.runUntil(running);
    expect(error).toMatchObject({ code: 'timeout' });
    expect(String(error)).toContain('the stream after stop');
    expect(clock.now()).toBe(5000);
  });

  it('names a sink that does not close', async () => {
    const clock = virtualClock();
    const running = outcome(
      run(
        numbers(1),
        { write: () => {}, close: () => new Promise<void>(() => {}) },
        { clock, settleMs: 700 },
      ),
    );
    const error = await clock.runUntil(running);
    expect(error).toMatchObject({ code: 'timeout', details: { waitingFor: ["the sink's close"] } });
    expect(clock.now()).toBeGreaterThanOrEqual(700);
  });

  it('names a source that does not let go', async () => {
    const clock = virtualClock();
    const sticky = fromPull(
      async function* () {
        try {
          yield 1;
          yield 2;
        } finally {
          await clock.sleep(1e9);
        }
      },
      { name: 'sticky' },
    );
    const running = outcome(
      run(
        sticky,
        {
          write: () => {
            throw new Error('first');
          },
        },
        { clock },
      ),
    );
    expect(await clock.runUntil(running)).toMatchObject({ message: 'first' });
    const again = outcome(
      run(
        sticky,
        {
          write: (n) => {
            if (n > 1) throw new Error('x');
          },
        },
        { clock, signal: AbortSignal.timeout(1) },
      ),
    );
    expect(await clock.runUntil(again)).toMatchObject({ message: 'x' });
  });

  it('takes a sink once', async () => {
    const sink = { write: () => {} };
    await run(numbers(1), sink);
    expect(await outcome(run(numbers(1), sink))).toMatchObject({ code: 'invalid-state' });
  });

  it('ends with limit-exceeded when a source ignores demand', async () => {
    const error = await outcome(
      run(
        from(splitFrame(noiseFrame(100_000), [1000])),
        { write: () => pause(1) },
        { limit: 10_000 },
      ),
    );
    expect(error).toMatchObject({ code: 'limit-exceeded' });
    expect(String(error)).toContain('ignores demand');
  });

  it('an error in a sink ends a stream whose operators are at work, and disposes them', async () => {
    const log: string[] = [];
    const slow = transformAsync<number, number>(() => ({
      next: async (n, emit) => {
        await pause();
        await emit(n);
      },
      dispose: async () => {
        await pause();
        log.push('disposed');
      },
    }));
    const error = await outcome(
      run(numbers(100).pipe(slow), {
        write: async (n) => {
          if (n === 1) throw new Error('sink');
        },
      }),
    );
    expect(error).toMatchObject({ message: 'sink' });
    expect(log).toEqual(['disposed']);
  });

  it('a live source whose sink fails does not keep the run waiting', async () => {
    const live = new Subject<number>();
    const running = outcome(
      run(live, {
        write: async () => {
          throw new Error('sink');
        },
      }),
    );
    live.next(1);
    expect(await running).toMatchObject({ message: 'sink' });
    expect(live.observed).toBe(false);
  });

  it('passes the error of a failing stream on unchanged', async () => {
    const boom = new Error('source');
    expect(
      await outcome(
        run(
          throwError(() => boom),
          { write: () => {} },
        ),
      ),
    ).toBe(boom);
  });

  it('can be run again: a stream is a recipe', async () => {
    const stream = numbers(3).pipe(delayByOne());
    const first: number[] = [];
    const second: number[] = [];
    await run(stream, { write: (n) => void first.push(n) });
    await run(stream, { write: async (n) => void second.push(n) });
    expect(second).toEqual(first);
    expect(first).toEqual([0, 1, 2]);
  });

  it('leaves no handle behind', async () => {
    const before = process.getActiveResourcesInfo();
    for (let n = 0; n < 20; n += 1) await run(numbers(5), { write: () => pause(0) });
    await pause(0);
    expect(process.getActiveResourcesInfo().length).toBeLessThanOrEqual(before.length + 1);
  });
});
