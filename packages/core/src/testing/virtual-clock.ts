import { abortedError, type Clock, pendingYields } from '../demand/index.js';

/** A clock that stands still until a test moves it. */
export interface VirtualClock extends Clock {
  /** Sleeps that are waiting. */
  readonly sleepers: number;
  /** Lets everything run that can run without time passing: promises, microtasks, immediates. */
  settle(): Promise<void>;
  /** Moves on by `ms`, waking each sleeper at its time, with `settle` in between. */
  advance(ms: number): Promise<void>;
  /**
   * Moves on from sleeper to sleeper until `promise` settles, and answers its result. Rejects when
   * nothing sleeps any more and the promise still waits: a deadlock.
   */
  runUntil<T>(promise: Promise<T>, options?: { readonly limitMs?: number }): Promise<T>;
}

interface Sleeper {
  readonly due: number;
  readonly order: number;
  readonly wake: () => void;
}

/** Turns of the event loop without news after which a pipeline counts as quiet. */
const QUIET_TURNS = 4;

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/**
 * Makes a clock in virtual time: hours of a pipeline run in milliseconds, and every run is the same.
 *
 * @example
 * import { virtualClock } from '@audioflow/core/testing';
 * const clock = virtualClock();
 * const nap = clock.sleep(60_000).then(() => console.log(clock.now()));
 * await clock.runUntil(nap); // 60000
 */
export const virtualClock = (): VirtualClock => {
  let time = 0;
  let count = 0;
  const sleepers = new Set<Sleeper>();

  const settle = async (): Promise<void> => {
    for (let quiet = 0; quiet < QUIET_TURNS; ) {
      const before = count;
      await turn();
      quiet = before === count && pendingYields() === 0 ? quiet + 1 : 0;
    }
  };
  const sleep = (ms: number, signal?: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(abortedError(signal));
        return;
      }
      count += 1;
      const onAbort = (): void => {
        sleepers.delete(sleeper);
        reject(abortedError(signal));
      };
      const sleeper: Sleeper = {
        due: time + Math.max(0, ms),
        order: count,
        wake: () => {
          signal?.removeEventListener('abort', onAbort);
          resolve();
        },
      };
      sleepers.add(sleeper);
      signal?.addEventListener('abort', onAbort, { once: true });
    });
  const nextSleeper = (): Sleeper | undefined => {
    let first: Sleeper | undefined;
    for (const sleeper of sleepers) {
      if (
        !first ||
        sleeper.due < first.due ||
        (sleeper.due === first.due && sleeper.order < first.order)
      ) {
        first = sleeper;
      }
    }
    return first;
  };
  const wakeFirst = (sleeper: Sleeper): void => {
    time = Math.max(time, sleeper.due);
    sleepers.delete(sleeper);
    count += 1;
    sleeper.wake();
  };
  const advance = async (ms: number): Promise<void> => {
    const end = time + ms;
    await settle();
    for (let first = nextSleeper(); first && first.due <= end; first = nextSleeper()) {
      wakeFirst(first);
      await settle();
    }
    time = end;
  };
  const runUntil = async <T>(
    promise: Promise<T>,
    options: { readonly limitMs?: number } = {},
  ): Promise<T> => {
    let done = false;
    const finished = (): void => {
      done = true;
    };
    promise.then(finished, finished);
    const limit = time + (options.limitMs ?? Number.POSITIVE_INFINITY);
    await settle();
    while (!done) {
      const first = nextSleeper();
      if (first === undefined || first.due > limit) {
        const what = first === undefined ? 'nothing sleeps' : `${options.limitMs} ms have passed`;
        throw new Error(`virtualClock: ${what} and the promise still waits at ${time} ms`);
      }
      wakeFirst(first);
      await settle();
    }
    return promise;
  };
  return {
    get sleepers() {
      return sleepers.size;
    },
    now: () => time,
    sleep,
    settle,
    advance,
    runUntil,
  };
};
