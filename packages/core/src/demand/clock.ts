import { AudioFlowError } from '../error/index.js';

/**
 * How anything in audioflow knows the time. Give `virtualClock()` of `@audioflow/core/testing` to run
 * a pipeline in virtual time.
 */
export interface Clock {
  /** Milliseconds from an arbitrary origin; never runs backwards. */
  now(): number;
  /** Resolves after `ms`; rejects with `aborted` as soon as `signal` aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The error that a wait ends with when its signal aborts. */
export const abortedError = (signal?: AbortSignal): AudioFlowError =>
  new AudioFlowError('aborted', 'aborted by its signal', { cause: signal?.reason });

/** The longest time that a timer of the platform can wait. */
const LONGEST_MS = 2 ** 31 - 1;

const sleep = async (ms: number, signal?: AbortSignal): Promise<void> => {
  let left = ms;
  for (; left > LONGEST_MS; left -= LONGEST_MS) await nap(LONGEST_MS, signal);
  await nap(left, signal);
};

const nap = (ms: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(abortedError(signal));
      return;
    }
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(abortedError(signal));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    }, ms);
    signal?.addEventListener('abort', onAbort, { once: true });
  });

/**
 * The real clock: `performance.now()` and `setTimeout`.
 *
 * @example
 * import { systemClock } from '@audioflow/core';
 * const before = systemClock.now();
 * await systemClock.sleep(2);
 * console.log(systemClock.now() > before); // true
 */
export const systemClock: Clock = { now: () => performance.now(), sleep };
