import { describe, expect, it } from '@jest/globals';
import { from, Subject, take } from 'rxjs';
import { fromPull, run } from '../flow/index.js';
import { describeStage, virtualClock } from '../testing/index.js';
import { transformAsync } from './transform-async.js';

const delayed = (ms: (n: number) => number, concurrency = 1) =>
  transformAsync<number, number>(
    () => ({
      next: async (n, emit) => {
        await new Promise((resolve) => setTimeout(resolve, ms(n)));
        await emit(n);
      },
    }),
    { concurrency },
  );

describeStage('transformAsync, one at a time', {
  create: () => delayed(() => 0),
  inputs: () => [1, 2, 3, 4],
  expected: () => [1, 2, 3, 4],
});
describeStage('transformAsync, four at a time', {
  create: () => delayed((n) => 3 - (n % 3), 4),
  inputs: () => [1, 2, 3, 4, 5, 6],
  expected: () => [1, 2, 3, 4, 5, 6],
});
describeStage('transformAsync, with a kernel that never waits', {
  create: () => transformAsync<number, number>(() => ({ next: (n, emit) => void emit(n) })),
  inputs: () => [1, 2, 3, 4],
  expected: () => [1, 2, 3, 4],
});

describe('transformAsync', () => {
  it('holds a pausable source at its soft mark, and loses nothing', async () => {
    const clock = virtualClock();
    let pulled = 0;
    let done = 0;
    let mostWaiting = 0;
    const source = fromPull(function* () {
      for (let n = 0; n < 50; n += 1) {
        pulled += 1;
        mostWaiting = Math.max(mostWaiting, pulled - done);
        yield n;
      }
    });
    const slow = transformAsync<number, number>(
      () => ({
        next: async (n, emit) => {
          await clock.sleep(10);
          done += 1;
          await emit(n);
        },
      }),
      { highWater: 4 * 1024 },
    );
    const seen: number[] = [];
    await clock.runUntil(run(source.pipe(slow), { write: (n) => void seen.push(n) }, { clock }));
    expect(seen).toEqual(Array.from({ length: 50 }, (_, n) => n));
    expect(mostWaiting).toBeLessThanOrEqual(4 + 1 + 1 + 1);
  });

  it('ends with limit-exceeded when a source ignores demand, naming the mend', async () => {
    const stuck = transformAsync<number, number>(
      () => ({ next: () => new Promise<void>((resolve) => setTimeout(resolve, 5)) }),
      { name: 'stuck', highWater: 1024, limit: 8 * 1024 },
    );
    const error: unknown = await run(from(Array.from({ length: 100 }, (_, n) => n)).pipe(stuck), {
      write: () => {},
    }).catch((failure: unknown) => failure);
    expect(error).toMatchObject({
      code: 'limit-exceeded',
      details: { operator: 'stuck', limit: 8192 },
    });
    expect(String(error)).toContain('boundedBuffer');
  });

  it('begins nothing new while downstream is held', async () => {
    const begun: number[] = [];
    const source = new Subject<number>();
    const passing = transformAsync<number, number>(() => ({
      next: async (n, emit) => {
        begun.push(n);
        await emit(n);
      },
    }));
    let letGo: () => void = () => {};
    const gate = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const written: number[] = [];
    const running = run(source.pipe(passing), {
      write: async (n) => {
        written.push(n);
        if (n === 1) await gate;
      },
    });
    for (const n of [1, 2, 3]) source.next(n);
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(begun).toEqual([1]);
    letGo();
    source.complete();
    await running;
    expect(written).toEqual([1, 2, 3]);
  });

  it('disposes after the call that is under way, and run waits for it', async () => {
    const log: string[] = [];
    const slow = transformAsync<number, number>(() => ({
      next: async (n, emit) => {
        await emit(n);
        await new Promise((resolve) => setTimeout(resolve, 5));
        log.push('next ends');
      },
      dispose: async () => {
        await new Promise((resolve) => setTimeout(resolve, 5));
        log.push('disposed');
      },
    }));
    await run(fromPull(() => [1, 2, 3]).pipe(slow, take(1)), { write: () => {} });
    expect(log).toEqual(['next ends', 'disposed']);
  });

  /** Two calls at once; the second is done first, so its outputs wait for the first to end. */
  const twoAtOnce = (onOutput: (output: string, emit: ((late: string) => void)[]) => void) => {
    const source = new Subject<string>();
    const emits: ((output: string) => void)[] = [];
    const ends: (() => void)[] = [];
    const got: string[] = [];
    const stage = transformAsync<string, string>(
      () => ({
        next: (name, emit) => {
          emits.push((output) => void emit(output));
          emit(`${name}1`);
          emit(`${name}2`);
          return new Promise<void>((resolve) => ends.push(resolve));
        },
        flush: (emit) => void emit('flushed'),
      }),
      { concurrency: 2 },
    );
    source.pipe(stage).subscribe({
      next: (output) => {
        got.push(output);
        onOutput(output, emits);
        if (output === 'b1') source.complete();
      },
      complete: () => got.push('complete'),
    });
    source.next('a');
    source.next('b');
    return { got, ends };
  };

  it('puts out all of a call, and the flush, where the source completes in the midst of it', async () => {
    const { got, ends } = twoAtOnce(() => {});
    ends[1]?.();
    await Promise.resolve();
    ends[0]?.();
    await Promise.resolve();
    expect(got).toEqual(['a1', 'a2', 'b1', 'b2', 'flushed', 'complete']);
  });

  it('keeps the order of a call that emits while its outputs are put out', async () => {
    const { got, ends } = twoAtOnce((output, emits) => {
      if (output === 'b1') emits[1]?.('b3');
    });
    ends[0]?.();
    await Promise.resolve();
    ends[1]?.();
    await Promise.resolve();
    expect(got).toEqual(['a1', 'a2', 'b1', 'b2', 'b3', 'flushed', 'complete']);
  });

  it('refuses wrong options before anything is subscribed', () => {
    expect(() => transformAsync(() => ({ next: () => {} }), { concurrency: 0 })).toThrow(
      /transformAsync: concurrency: .*got 0/,
    );
  });
});
