import { Readable, Writable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { from, interval, Subject, take } from 'rxjs';
import { type AudioFrame, createFrame } from '../signal/index.js';
import { collect, noiseFrame, splitFrame, virtualClock } from '../testing/index.js';
import { boundedBuffer } from './bounded-buffer.js';
import { fromPull } from './from-pull.js';
import { fromReadable } from './from-readable.js';
import { type JitterStats, jitterBuffer } from './jitter-buffer.js';
import { pace } from './pace.js';
import { rechunk } from './rechunk.js';
import { run } from './run.js';
import { tapTo } from './tap-to.js';
import { throttleLatest } from './throttle-latest.js';
import { toAsyncIterable } from './to-async-iterable.js';
import { toWritable } from './to-writable.js';

const pause = (ms = 0): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const outcome = (work: Promise<unknown>): Promise<unknown> => work.catch((error: unknown) => error);
const frames = (count: number, length = 100): AudioFrame[] =>
  splitFrame(noiseFrame(count * length), [length]);

describe('rechunk', () => {
  it('puts out the tail before a jump of pts and a change of rate', async () => {
    const input = [
      noiseFrame(150, { pts: 0 }),
      noiseFrame(150, { pts: 1000 }),
      noiseFrame(60, { pts: 1150, sampleRate: 8000 }),
    ];
    const output = await collect(from(input).pipe(rechunk(100)));
    expect(output.map((frame) => [frame.sampleRate, frame.pts, frame.length])).toEqual([
      [48_000, 0, 100],
      [48_000, 100, 50],
      [48_000, 1000, 100],
      [48_000, 1100, 50],
      [8000, 1150, 60],
    ]);
  });
  it('discards or pads the tail when told to', async () => {
    const lengths = async (tail: 'discard' | 'pad'): Promise<number[]> =>
      (await collect(from([noiseFrame(250)]).pipe(rechunk(100, { tail })))).map(
        (frame) => frame.length,
      );
    expect(await lengths('discard')).toEqual([100, 100]);
    expect(await lengths('pad')).toEqual([100, 100, 100]);
  });
  it('refuses a length of zero', () => {
    expect(() => rechunk(0)).toThrow(/rechunk: length: .*got 0/);
  });
});

describe('boundedBuffer after a live source', () => {
  const play = async (overflow: 'drop-oldest' | 'drop-newest'): Promise<[number[], number]> => {
    const live = new Subject<AudioFrame>();
    let dropped = 0;
    const seen: number[] = [];
    let open: () => void = () => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const running = run(
      live.pipe(
        boundedBuffer({
          seconds: 500 / 48_000,
          overflow,
          onDrop: (n) => {
            dropped = n;
          },
        }),
      ),
      {
        write: async (frame) => {
          seen.push(frame.pts / 100);
          await gate;
        },
      },
    );
    for (const frame of frames(20)) live.next(frame);
    live.complete();
    open();
    await running;
    return [seen, dropped];
  };
  it('drops the oldest, counts them, and shows the jump in pts', async () => {
    expect(await play('drop-oldest')).toEqual([[0, 15, 16, 17, 18, 19], 14]);
  });
  it('drops the newest', async () => {
    expect(await play('drop-newest')).toEqual([[0, 1, 2, 3, 4, 5], 14]);
  });
  it('or ends with limit-exceeded', async () => {
    const live = new Subject<number>();
    const running = outcome(
      run(live.pipe(boundedBuffer({ items: 3, overflow: 'error' })), { write: () => pause(50) }),
    );
    for (let n = 0; n < 9; n += 1) live.next(n);
    expect(await running).toMatchObject({ code: 'limit-exceeded' });
  });
});

describe('throttleLatest', () => {
  it('passes the first at once, then the newest every 50 ms, and never loses the last', async () => {
    const clock = virtualClock();
    const source = new Subject<number>();
    const seen: [number, number][] = [];
    let completed = false;
    source.pipe(throttleLatest(50, { clock })).subscribe({
      next: (n) => void seen.push([n, clock.now()]),
      complete: () => {
        completed = true;
      },
    });
    for (let n = 0; n < 13; n += 1) {
      source.next(n);
      await clock.advance(10);
    }
    source.complete();
    await clock.advance(100);
    expect(seen).toEqual([
      [0, 0],
      [4, 50],
      [9, 100],
      [12, 150],
    ]);
    expect(completed).toBe(true);
  });
  it('keeps only the newest while downstream is held', async () => {
    const source = new Subject<number>();
    const seen: number[] = [];
    let open: () => void = () => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const running = run(source.pipe(throttleLatest(0)), {
      write: async (n) => {
        seen.push(n);
        await gate;
      },
    });
    for (let n = 0; n < 10; n += 1) {
      source.next(n);
      await pause(1);
    }
    open();
    source.complete();
    await running;
    expect(seen).toEqual([0, 9]);
  });
});

describe('pace', () => {
  it('lets each frame go when its pts is due, and errors of waiting do not add up', async () => {
    const clock = virtualClock();
    const late: number[] = [];
    let writes = 0;
    const running = run(
      fromPull(() => frames(200, 480)).pipe(pace({ clock, onDrift: (ms) => void late.push(ms) })),
      {
        write: async () => {
          writes += 1;
          if (writes % 10 === 0) await clock.sleep(13);
        },
      },
      { clock },
    );
    await clock.runUntil(running);
    expect(clock.now()).toBeGreaterThanOrEqual(1990);
    expect(clock.now()).toBeLessThan(2005);
    expect(Math.max(...late)).toBeLessThan(4);
  });
  it('starts its time line anew after a stall longer than maxLagMs', async () => {
    const clock = virtualClock();
    const times: number[] = [];
    const running = run(
      fromPull(() => frames(5, 4800)).pipe(pace({ clock, maxLagMs: 200 })),
      {
        write: async () => {
          times.push(clock.now());
          if (times.length === 2) await clock.sleep(1000);
        },
      },
      { clock },
    );
    await clock.runUntil(running);
    expect(times).toEqual([0, 100, 1100, 1200, 1300]);
  });
  it('wakes up and leaves nothing behind when it is left while it waits', async () => {
    const clock = virtualClock();
    const running = run(
      fromPull(() => frames(9, 48_000)).pipe(pace({ clock }), take(2)),
      { write: () => {} },
      { clock },
    );
    await clock.runUntil(running);
    expect(clock.sleepers).toBe(0);
    const left = fromPull(() => frames(9, 48_000))
      .pipe(pace({ clock }))
      .subscribe();
    await clock.settle();
    expect(clock.sleepers).toBe(1);
    left.unsubscribe();
    await clock.settle();
    expect(clock.sleepers).toBe(0);
  });
});

describe('jitterBuffer', () => {
  it('evens out bursts, restores the order, drops and counts what comes too late', async () => {
    const clock = virtualClock();
    const source = new Subject<AudioFrame>();
    const at = (index: number): AudioFrame =>
      createFrame([new Float32Array(80)], { sampleRate: 8000, pts: index * 80 });
    const seen: [number, number][] = [];
    let stats: JitterStats | undefined;
    source
      .pipe(
        jitterBuffer({
          targetMs: 30,
          clock,
          onStats: (s) => {
            stats = s;
          },
        }),
      )
      .subscribe((frame) => void seen.push([frame.pts / 80, clock.now()]));
    for (const index of [0, 2, 1, 3]) source.next(at(index));
    await clock.advance(65);
    source.next(at(1));
    source.next(at(4));
    await clock.advance(100);
    expect(seen).toEqual([
      [0, 30],
      [1, 40],
      [2, 50],
      [3, 60],
      [4, 70],
    ]);
    expect(stats).toEqual({ late: 1, overflowed: 0, rebuffered: 0, jumps: 0 });
  });
  it('fills up again after it ran dry, and keeps at most maxMs', async () => {
    const clock = virtualClock();
    const source = new Subject<AudioFrame>();
    const at = (index: number): AudioFrame =>
      createFrame([new Float32Array(80)], { sampleRate: 8000, pts: index * 80 });
    const seen: [number, number][] = [];
    let stats: JitterStats | undefined;
    source
      .pipe(
        jitterBuffer({
          targetMs: 20,
          maxMs: 100,
          clock,
          onStats: (s) => {
            stats = s;
          },
        }),
      )
      .subscribe((frame) => void seen.push([frame.pts / 80, clock.now()]));
    source.next(at(0));
    await clock.advance(200);
    source.next(at(1));
    await clock.advance(50);
    expect(seen).toEqual([
      [0, 20],
      [1, 220],
    ]);
    for (let index = 2; index < 40; index += 1) source.next(at(index));
    await clock.advance(1000);
    expect(stats).toMatchObject({ rebuffered: 1, overflowed: 24 });
    expect(seen.slice(2)).toEqual([
      ...[2, 3, 4].map((index) => [index, 250]),
      ...Array.from({ length: 11 }, (_, n) => [29 + n, 250 + 10 * n]),
    ]);
  });
});

describe('toAsyncIterable', () => {
  it('holds the source while the body of the loop works, and leaves it on break', async () => {
    let pulled = 0;
    let open = true;
    const source = fromPull(async function* () {
      try {
        for (;;) {
          pulled += 1;
          yield pulled;
        }
      } finally {
        await pause();
        open = false;
      }
    });
    for await (const n of toAsyncIterable(source)) {
      await pause(1);
      expect(pulled).toBe(n);
      if (n === 5) break;
    }
    expect(open).toBe(false);
  });
  it('throws the error of the stream after what came before it', async () => {
    const seen: number[] = [];
    const failing = fromPull(function* () {
      yield 1;
      throw new Error('boom');
    });
    const loop = async (): Promise<void> => {
      for await (const n of toAsyncIterable(failing)) seen.push(n);
    };
    expect(await outcome(loop())).toMatchObject({ message: 'fromPull failed: boom' });
    expect(seen).toEqual([1]);
  });
  it('ends with limit-exceeded over a source that ignores demand', async () => {
    const loop = async (): Promise<void> => {
      for await (const chunk of toAsyncIterable(interval(0))) if (chunk === 9) break;
    };
    const burst = async (): Promise<void> => {
      const big = from(Array.from({ length: 20 }, () => new Uint8Array(100_000)));
      for await (const _ of toAsyncIterable(big)) await pause();
    };
    expect(await outcome(burst())).toMatchObject({ code: 'limit-exceeded' });
    await loop();
  });
});

describe('bridges', () => {
  it('a failing readable is an `io` error with its cause', async () => {
    const readable = new Readable({
      read() {
        this.destroy(new Error('cable'));
      },
    });
    const error = await outcome(run(fromReadable(readable), { write: () => {} }));
    expect(error).toMatchObject({ code: 'io', cause: { message: 'cable' } });
  });
  it('a readable is read once', async () => {
    const source = fromReadable(Readable.from([1]));
    await collect(source);
    expect(await outcome(collect(source))).toMatchObject({ code: 'invalid-state' });
  });
  it('a readable is destroyed when the stream is left', async () => {
    const readable = Readable.from([1, 2, 3, 4]);
    await run(fromReadable<number>(readable).pipe(take(1)), { write: () => {} });
    expect(readable.destroyed).toBe(true);
  });
  it('a failing writable is an `io` error with its cause', async () => {
    const writable = new Writable({ write: (_, __, done) => done(new Error('full')) });
    const error = await outcome(run(from(['a', 'b']), toWritable(writable)));
    expect(error).toMatchObject({ code: 'io', cause: { message: 'full' } });
  });
});

describe('tapTo', () => {
  it('writes and closes its sink before the stream goes on, and aborts it on an early end', async () => {
    const log: string[] = [];
    const sink = (name: string) => ({
      write: async (n: number) => {
        await pause();
        log.push(`${name} ${n}`);
      },
      close: () => void log.push(`${name} closed`),
      abort: () => void log.push(`${name} aborted`),
    });
    await run(fromPull(() => [1, 2]).pipe(tapTo(sink('tap'))), sink('end'));
    expect(log).toEqual(['tap 1', 'end 1', 'tap 2', 'end 2', 'tap closed', 'end closed']);
    log.length = 0;
    await run(fromPull(() => [1, 2, 3]).pipe(tapTo(sink('tap')), take(1)), { write: () => {} });
    expect(log).toEqual(['tap 1', 'tap aborted']);
  });
  it('fails the stream when its sink fails', async () => {
    const failing = {
      write: async () => {
        throw new Error('disk');
      },
    };
    const error = await outcome(
      run(fromPull(() => [1]).pipe(tapTo<number>(failing)), { write: () => {} }),
    );
    expect(error).toMatchObject({ details: { operator: 'tapTo' }, cause: { message: 'disk' } });
  });
});
