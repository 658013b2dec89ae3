import { describe, expect, it } from '@jest/globals';
import {
  concatMap,
  defer,
  EMPTY,
  from,
  merge,
  type Observable,
  of,
  Subject,
  takeUntil,
  timer,
} from 'rxjs';
import { AGAIN, EOF, type PushPullNode, toNode } from '../node/index.js';
import { transform, transformAsync } from '../operator/index.js';
import { virtualClock } from '../testing/index.js';
import { fromPull } from './from-pull.js';
import { run } from './run.js';
import type { Sink } from './run.types.js';
import { tee } from './tee.js';

/**
 * Faults of earlier audio frameworks, by behaviour. Each check is a function that must pass for ours
 * and must fail for a deliberately wrong stand-in kept beside it.
 */

const pause = (ms = 0): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const outcome = (work: Promise<unknown>): Promise<unknown> => work.catch((error: unknown) => error);
const range = (count: number): number[] => Array.from({ length: count }, (_, n) => n);
const triple = () =>
  transform<number, number>(() => ({
    next: (n, emit) => {
      for (let copy = 0; copy < 3; copy += 1) emit(n);
    },
  }));

describe('a chain of push-pull nodes loses no buffer when a node answers AGAIN', () => {
  type Drive = (
    nodes: readonly PushPullNode<number, number>[],
    inputs: readonly number[],
  ) => number[];
  /** Pushes into node `at`; offers again what is refused once its output has moved on. */
  const drive: Drive = (nodes, inputs) => {
    const outputs: number[] = [];
    const moveOn = (at: number): boolean => {
      const node = nodes[at];
      for (;;) {
        const output = node?.pull();
        if (output === undefined || output === AGAIN) return false;
        if (output === EOF) return true;
        give(at + 1, output);
      }
    };
    const give = (at: number, buffer: number | null): void => {
      const node = nodes[at];
      if (!node) {
        if (buffer !== null) outputs.push(buffer);
        return;
      }
      while (node.push(buffer) === AGAIN) moveOn(at);
      if (moveOn(at)) give(at + 1, null);
    };
    for (const n of inputs) give(0, n);
    give(0, null);
    return outputs;
  };
  const dropping: Drive = (nodes, inputs) => {
    const outputs: number[] = [];
    const [first, second] = nodes;
    for (const n of [...inputs, null]) {
      first?.push(n);
      for (let out = first?.pull(); typeof out === 'number'; out = first?.pull()) second?.push(out);
      for (let out = second?.pull(); typeof out === 'number'; out = second?.pull())
        outputs.push(out);
    }
    return outputs;
  };
  const check = (driver: Drive): void => {
    const nodes = [toNode(triple()), toNode(triple())];
    expect(driver(nodes, range(4))).toEqual(
      range(4).flatMap((n) => Array.from({ length: 9 }, () => n)),
    );
  };
  it('ours', () => check(drive));
  it('a driver that drops what is refused is caught', () =>
    expect(() => check(dropping)).toThrow());
});

describe('branches with unequal numbers of outputs come to an end', () => {
  type Join = (a: Observable<number>, b: Observable<number>) => Observable<number>;
  const check = async (join: Join): Promise<void> => {
    const clock = virtualClock();
    const [a, b] = tee(2)(fromPull(() => range(10)));
    const seen: number[] = [];
    await clock.runUntil(
      run(join(a.pipe(triple()), b), { write: async (n) => void seen.push(n) }, { clock }),
    );
    expect(seen.length).toBe(40);
  };
  it('ours', () => check((a, b) => merge(a, b)));
  it('a join that waits for a partner for ever is caught', async () => {
    const waiting: Join = (a, b) => merge(a, b, new Subject<number>());
    await expect(check(waiting)).rejects.toThrow('nothing sleeps');
  });
});

describe('the tail of a slow branch is not lost at the end of the stream', () => {
  type Slow = (
    sleep: (ms: number) => Promise<void>,
  ) => (source: Observable<number>) => Observable<number>;
  const check = async (slow: Slow): Promise<void> => {
    const clock = virtualClock();
    const [a, b] = tee(2)(fromPull(() => range(8)));
    const seen: number[] = [];
    const both = merge(a, b.pipe(slow(clock.sleep)));
    await clock.runUntil(run(both, { write: (n) => void seen.push(n) }, { clock }));
    expect(seen.length).toBe(16);
  };
  const ours: Slow = (sleep) =>
    transformAsync<number, number>(() => ({
      next: async (n, emit) => {
        await sleep(50);
        await emit(n);
      },
    }));
  const hasty: Slow = (sleep) => (source) => {
    const done = new Subject<void>();
    return merge(
      source.pipe(
        concatMap(async (n) => {
          await sleep(50);
          return n;
        }),
        takeUntil(done),
      ),
      defer(() => {
        source.subscribe({ error: () => {} }).add(() => {});
        return from(sleep(60).then(() => done.next())).pipe(concatMap(() => EMPTY));
      }),
    );
  };
  it('ours', () => check(ours));
  it('an operator that ends when its queue is momentarily empty is caught', async () => {
    await expect(check(hasty)).rejects.toThrow();
  });
});

type Run = (stream: Observable<number>, sink: Sink<number>) => Promise<unknown>;

describe('an error in a sink or an operator never looks like success', () => {
  const check = async (runner: Run): Promise<void> => {
    const closed: string[] = [];
    const failing = fromPull(() => range(5)).pipe(
      transform<number, number>(() => ({
        next: (n, emit) => {
          if (n === 3) throw new Error('node failed');
          emit(n);
        },
      })),
    );
    const result = await outcome(
      runner(failing, {
        write: () => {},
        close: () => void closed.push('closed'),
        abort: () => void closed.push('aborted'),
      }),
    );
    expect(String(result)).toContain('node failed');
    expect(closed).toEqual(['aborted']);
  };
  const storing: Run = (stream, sink) =>
    new Promise((resolve) => {
      const end = (): void => {
        void Promise.resolve(sink.close?.()).then(() => resolve('fine'));
      };
      stream.subscribe({ next: (n) => void sink.write(n), error: end, complete: end });
    });
  it('ours', () => check(run));
  it('a runner that stores the error and finalises is caught', async () => {
    await expect(check(storing)).rejects.toThrow();
  });
});

describe('a failing sink ends a run over a live source, and the sink is always told', () => {
  const check = async (runner: Run): Promise<void> => {
    const live = new Subject<number>();
    const told: string[] = [];
    const running = outcome(
      runner(live, {
        write: async () => {
          throw new Error('sink failed');
        },
        close: () => void told.push('close'),
        abort: () => void told.push('abort'),
      }),
    );
    live.next(1);
    const hung = pause(50).then(() => 'hung');
    expect(String(await Promise.race([running, hung]))).toContain('sink failed');
    expect(told).toEqual(['abort']);
  };
  const patient: Run = async (stream, sink) => {
    let failure: unknown;
    await new Promise<void>((resolve) => {
      stream.subscribe({
        next: (n) => {
          Promise.resolve(sink.write(n)).catch((error: unknown) => {
            failure = error;
          });
        },
        complete: resolve,
      });
    });
    throw failure;
  };
  it('ours', () => check(run));
  it('a runner that waits for the source first is caught', async () => {
    await expect(check(patient)).rejects.toThrow();
  });
});

describe('the queue of an asynchronous stage is bounded', () => {
  type Stage = (
    work: (n: number) => Promise<number>,
  ) => (source: Observable<number>) => Observable<number>;
  const check = async (stage: Stage): Promise<void> => {
    let pulled = 0;
    let done = 0;
    let most = 0;
    const source = fromPull(function* () {
      for (const n of range(200)) {
        pulled += 1;
        most = Math.max(most, pulled - done);
        yield n;
      }
    });
    const work = async (n: number): Promise<number> => {
      await pause();
      done += 1;
      return n;
    };
    await run(source.pipe(stage(work)), { write: () => {} });
    expect(done).toBe(200);
    expect(most).toBeLessThanOrEqual(20);
  };
  const ours: Stage = (work) =>
    transformAsync<number, number>(() => ({
      next: async (n, emit) => {
        await emit(await work(n));
      },
    }));
  it('ours', () => check(ours));
  it('an unbounded channel is caught', async () => {
    await expect(check((work) => (source) => source.pipe(concatMap(work)))).rejects.toThrow();
  });
});

describe('a stop in the middle keeps what was under way', () => {
  it('an endless stream that is stopped has written a gapless beginning', async () => {
    const stop = new AbortController();
    const seen: number[] = [];
    timer(20).subscribe(() => stop.abort());
    await run(
      fromPull(function* () {
        for (let n = 0; ; n += 1) yield n;
      }).pipe(triple(), (source) => merge(source, of(-1))),
      { write: async (n) => void seen.push(n) },
      { stop: stop.signal },
    );
    const counted = seen.filter((n) => n >= 0);
    expect(counted).toEqual(counted.map((_, index) => Math.floor(index / 3)));
  });
});
