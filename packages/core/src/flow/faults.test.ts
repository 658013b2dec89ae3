import { Writable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { interval, Subject } from 'rxjs';
import { transformAsync } from '../operator/index.js';
import { boundedBuffer } from './bounded-buffer.js';
import { fromPull } from './from-pull.js';
import { run } from './run.js';
import { sharePaced } from './share-paced.js';
import { toWritable } from './to-writable.js';

const pause = (ms = 0): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const outcome = (work: Promise<unknown>): Promise<unknown> => work.catch((error: unknown) => error);
const nothing = () => ({ write: (): void => {} });

describe('a writable', () => {
  it('that fails when it ends is an `io` error', async () => {
    const failing = new Writable({
      write: (_, __, done) => done(),
      final: (done) => void setTimeout(() => done(new Error('disk full')), 2),
    });
    expect(
      await outcome(
        run(
          fromPull(() => ['a']),
          toWritable(failing),
        ),
      ),
    ).toMatchObject({
      code: 'io',
      cause: { message: 'disk full' },
    });
  });
  it('that was closed before its end is an `io` error, at once', async () => {
    const gone = new Writable({ write: (_, __, done) => done() });
    const sink = toWritable<string>(gone);
    gone.destroy();
    expect(
      await outcome(
        run(
          fromPull(() => ['a']),
          sink,
        ),
      ),
    ).toMatchObject({ code: 'io' });
  });
});

describe('a callback that throws', () => {
  it('fails its own stream, not the source, and not the other branches', async () => {
    const live = new Subject<number>();
    const shared = live.pipe(sharePaced());
    const seen: number[] = [];
    shared.subscribe((n) => seen.push(n));
    const throwing = boundedBuffer<number>({
      items: 1,
      overflow: 'drop-newest',
      onDrop: () => {
        throw new Error('callback');
      },
    });
    const failed = outcome(run(shared.pipe(throwing), { write: () => pause(20) }));
    for (let n = 0; n < 8; n += 1) live.next(n);
    expect(await failed).toMatchObject({ cause: { message: 'callback' } });
    expect(seen).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });
});

describe('behind a live source', () => {
  it.each([
    ['itself', (live: Subject<number>) => live],
    ['a share', (live: Subject<number>) => live.pipe(sharePaced<number>())],
    [
      'an asynchronous operator',
      (live: Subject<number>) =>
        live.pipe(transformAsync<number, number>(() => ({ next: (n, emit) => void emit(n) }))),
    ],
  ])('boundedBuffer drops at its size, behind %s', async (_, build) => {
    const live = new Subject<number>();
    let dropped = 0;
    const buffer = boundedBuffer<number>({
      items: 10,
      overflow: 'drop-oldest',
      onDrop: () => {
        dropped += 1;
      },
    });
    const running = run(build(live).pipe(buffer), { write: () => pause(1) });
    for (let n = 0; n < 100; n += 1) live.next(n);
    expect(dropped).toBe(89);
    live.complete();
    expect((await running).items).toBe(11);
  });

  it('boundedBuffer in seconds refuses items that have no duration', async () => {
    const running = outcome(
      run(interval(1).pipe(boundedBuffer({ seconds: 1, overflow: 'drop-oldest' })), nothing()),
    );
    expect(await running).toMatchObject({ code: 'invalid-option' });
  });
});

describe('an error overtakes what waits in a queue', () => {
  it('of a buffer, a share and an asynchronous operator', async () => {
    const boom = new Error('boom');
    for (const build of [
      (live: Subject<number>) => live.pipe(boundedBuffer({ items: 9, overflow: 'error' })),
      (live: Subject<number>) => live.pipe(sharePaced({ pace: 'fastest' })),
      (live: Subject<number>) =>
        live.pipe(transformAsync<number, number>(() => ({ next: (n, emit) => void emit(n) }))),
    ]) {
      const live = new Subject<number>();
      const seen: number[] = [];
      const running = outcome(
        run(build(live), {
          write: async (n) => {
            seen.push(n);
            await pause(1);
          },
        }),
      );
      for (const n of [1, 2, 3]) live.next(n);
      live.error(boom);
      expect(await running).toBe(boom);
      expect(seen).toEqual([1]);
    }
  });
});
