import { describe, expect, it } from '@jest/globals';
import {
  asyncScheduler,
  audit,
  bufferCount,
  bufferTime,
  catchError,
  concat,
  concatMap,
  debounceTime,
  defer,
  delay,
  endWith,
  filter,
  finalize,
  from,
  interval,
  type MonoTypeOperatorFunction,
  map,
  merge,
  mergeMap,
  Observable,
  type OperatorFunction,
  observeOn,
  repeat,
  retry,
  scan,
  share,
  shareReplay,
  skip,
  startWith,
  subscribeOn,
  switchMap,
  takeUntil,
  takeWhile,
  tap,
  throwError,
  timer,
  zip,
} from 'rxjs';
import { virtualClock } from '../testing/index.js';
import { bindDemand } from './bind-demand.js';
import { fromPull } from './from-pull.js';
import { run } from './run.js';

const ITEMS = 60;

/** A source that knows how far ahead of the sink it ever got. */
const watchedSource = (count = ITEMS) => {
  const state = { pulled: 0, written: 0, ahead: 0 };
  const source = fromPull(function* () {
    for (let n = 0; n < count; n += 1) {
      state.pulled += 1;
      state.ahead = Math.max(state.ahead, state.pulled - state.written);
      yield n;
    }
  });
  return { source, state };
};

/** Runs a stream over a watched source into a sink that takes 1 ms of real time for each item. */
const play = async (build: (source: Observable<number>) => Observable<unknown>) => {
  const { source, state } = watchedSource();
  const report = await run(
    build(source),
    {
      write: async () => {
        await new Promise((resolve) => setTimeout(resolve, 1));
        state.written += 1;
      },
    },
    { limit: 1e9 },
  );
  return { ...state, items: report.items };
};

const safe: readonly (readonly [string, OperatorFunction<number, unknown>])[] = [
  ['map', map((n) => n + 1)],
  ['filter', filter((n) => n % 1 === 0)],
  ['scan', scan((sum, n) => sum + n, 0)],
  ['tap', tap(() => {})],
  ['takeWhile', takeWhile((n) => n < ITEMS)],
  ['skip', skip(2)],
  ['startWith', startWith(-1)],
  ['endWith', endWith(-1)],
  ['finalize', finalize(() => {})],
  ['takeUntil', takeUntil(new Observable())],
  ['share with one subscriber', share()],
  ['catchError', catchError(() => from([0]))],
];

describe('safe stock operators need to know nothing: the source stays in step with the sink', () => {
  it.each(safe)('%s', async (_, operator) => {
    const { ahead, items } = await play((source) => source.pipe(operator));
    expect(ahead).toBeLessThanOrEqual(2 + Math.max(0, ITEMS - items));
    expect(items).toBeGreaterThanOrEqual(ITEMS - 2);
  });

  it('bufferCount, up to the size of its buffer', async () => {
    const { ahead, items } = await play((source) => source.pipe(bufferCount(4)));
    expect(items).toBe(ITEMS / 4);
    expect(ahead).toBeLessThanOrEqual(ITEMS);
  });

  it('merge: each source is at most one emission ahead', async () => {
    const one = watchedSource();
    const two = watchedSource();
    let written = 0;
    const report = await run(merge(one.source, two.source), {
      write: async () => {
        await new Promise((resolve) => setTimeout(resolve, 0));
        written += 1;
        expect(one.state.pulled + two.state.pulled - written).toBeLessThanOrEqual(3);
      },
    });
    expect(report.items).toBe(2 * ITEMS);
  });

  it('concat: the next source starts under the demand of the first', async () => {
    const first = watchedSource(5);
    const { ahead, items } = await play((source) => concat(first.source, source));
    expect(items).toBe(5 + ITEMS);
    expect(ahead).toBeLessThanOrEqual(2 + 5 + ITEMS);
    expect(ahead).toBeLessThanOrEqual(2);
  });

  it.each([
    ['mergeMap', mergeMap((n: number) => from([n]))],
    ['switchMap', switchMap((n: number) => from([n]))],
    ['concatMap', concatMap((n: number) => from([n]))],
  ] as const)('%s over inners that are done at once', async (_, operator) => {
    const { ahead, items } = await play((source) => source.pipe(operator));
    expect(items).toBe(ITEMS);
    expect(ahead).toBeLessThanOrEqual(2);
  });

  it('mergeMap over pausable inners, subscribed from within an emission', async () => {
    const inner = watchedSource();
    const report = await run(from([0]).pipe(mergeMap(() => inner.source)), {
      write: async () => {
        await new Promise((resolve) => setTimeout(resolve, 0));
        inner.state.written += 1;
      },
    });
    expect(report.items).toBe(ITEMS);
    expect(inner.state.ahead).toBeLessThanOrEqual(2);
  });

  it('catchError and retry: the source that takes over keeps the demand', async () => {
    const failing = concat(
      from([1]),
      throwError(() => new Error('first try')),
    );
    const { ahead, items } = await play((source) => failing.pipe(catchError(() => source)));
    expect(items).toBe(ITEMS + 1);
    expect(ahead).toBeLessThanOrEqual(2);
    let tries = 0;
    const again = await play((source) =>
      defer(() => {
        tries += 1;
        return tries < 3 ? throwError(() => new Error('again')) : source;
      }).pipe(retry(5)),
    );
    expect(again.ahead).toBeLessThanOrEqual(2);
  });
});

describe('bindDemand() is needed where a source is subscribed from outside a stream', () => {
  const bound = <T>(): MonoTypeOperatorFunction<T> => bindDemand<T>();
  const unbound =
    <T>(): MonoTypeOperatorFunction<T> =>
    (source) =>
      source;
  const cases: readonly (readonly [
    string,
    (bind: typeof bound, source: Observable<number>) => Observable<unknown>,
  ])[] = [
    [
      'a timer',
      (bind, source) =>
        timer(1).pipe(
          bind(),
          mergeMap(() => source),
        ),
    ],
    [
      'a promise',
      (bind, source) =>
        from(Promise.resolve(1)).pipe(
          bind(),
          mergeMap(() => source),
        ),
    ],
    [
      'subscribeOn',
      (bind, source) =>
        from([1]).pipe(
          subscribeOn(asyncScheduler),
          bind(),
          mergeMap(() => source),
        ),
    ],
    [
      'retry({ delay })',
      (bind, source) => {
        let tries = 0;
        return defer(() => {
          tries += 1;
          return tries < 2 ? throwError(() => new Error('again')) : source;
        }).pipe(retry({ delay: () => timer(1).pipe(bind()) }));
      },
    ],
    [
      'repeat({ delay })',
      (bind, source) => {
        let times = 0;
        return defer(() => {
          times += 1;
          return times < 2 ? from([0]) : source;
        }).pipe(repeat({ count: 2, delay: () => timer(1).pipe(bind()) }));
      },
    ],
  ];

  it.each(cases)('%s: with it the source is held', async (_, build) => {
    const { ahead } = await play((source) => build(bound, source));
    expect(ahead).toBeLessThanOrEqual(2);
  });

  it.each(cases)('%s: without it the source runs ahead, as documented', async (_, build) => {
    const { ahead } = await play((source) => build(unbound, source));
    expect(ahead).toBeGreaterThanOrEqual(ITEMS - 1);
  });
});

describe('stock operators that queue inside are unbounded by nature, as documented', () => {
  const slow = (n: number): Observable<number> =>
    new Observable((out) => {
      const timeout = setTimeout(() => {
        out.next(n);
        out.complete();
      }, 1);
      return () => clearTimeout(timeout);
    });
  const unbounded: readonly (readonly [
    string,
    (source: Observable<number>) => Observable<unknown>,
  ])[] = [
    ['concatMap over asynchronous inners', (source) => source.pipe(concatMap(slow))],
    ['mergeMap over asynchronous inners', (source) => source.pipe(mergeMap(slow, 1))],
    ['delay', (source) => source.pipe(delay(5))],
    ['observeOn', (source) => source.pipe(observeOn(asyncScheduler))],
    ['bufferTime', (source) => source.pipe(bufferTime(20))],
    ['zip', (source) => zip(source, interval(1))],
    ['debounceTime', (source) => source.pipe(debounceTime(5))],
    ['audit', (source) => source.pipe(audit(() => timer(5)))],
    ['shareReplay', (source) => source.pipe(delay(1), shareReplay())],
  ];
  it.each(unbounded)('%s takes the whole source before the first write', async (_, build) => {
    const { ahead } = await play(build);
    expect(ahead).toBe(ITEMS);
  });
});

describe('a source that finds no demand while a run is under way', () => {
  it('says so on the warning channel, naming the mend', async () => {
    const { subscribe, unsubscribe } = await import('node:diagnostics_channel');
    const messages: unknown[] = [];
    const listen = (message: unknown): void => void messages.push(message);
    subscribe('audioflow:warning', listen);
    const clock = virtualClock();
    const named = fromPull(() => [1], { name: 'lonely' });
    await clock.runUntil(
      run(from(clock.sleep(10)).pipe(mergeMap(() => named)), { write: () => {} }),
    );
    unsubscribe('audioflow:warning', listen);
    expect(messages).toEqual([expect.objectContaining({ operator: 'lonely' })]);
    expect(JSON.stringify(messages)).toContain('bindDemand()');
  });
});
