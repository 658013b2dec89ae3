import { type Observable, Subscriber } from 'rxjs';
import {
  createDemand,
  createScope,
  createWeightedQueue,
  enterRun,
  withDemand,
} from '../demand/index.js';

/**
 * Turns a stream into an async iterable with demand: while the loop body works, the source is held.
 *
 * Each iteration subscribes anew; `break` unsubscribes. At most what the sources had under way waits,
 * bounded by 1048576 samples or bytes (`limit-exceeded` beyond, for sources that ignore demand).
 *
 * @example
 * import { silence, toAsyncIterable } from '@audioflow/core';
 * for await (const frame of toAsyncIterable(silence({ frameLength: 100 }))) {
 *   if (frame.pts >= 300) break;
 *   console.log(frame.pts); // 0 100 200
 * }
 */
export const toAsyncIterable = <T>(stream: Observable<T>): AsyncIterable<T> => ({
  [Symbol.asyncIterator]: () => iterate(stream),
});

/** Written by hand: a generator's `return` would wait for a `next` that never comes. */
const iterate = <T>(stream: Observable<T>): AsyncIterator<T, undefined> => {
  const scope = createScope();
  const root = createDemand(scope);
  const leaveRun = enterRun();
  const queue = createWeightedQueue<T>({
    owner: 'toAsyncIterable',
    limit: 1_048_576,
    mend: 'use a pausable source, or put boundedBuffer() after a live one',
  });
  const waiting: (() => void)[] = [];
  let release: (() => void) | undefined = root.hold();
  let ended = false;
  let failure: { readonly error: unknown } | undefined;
  let subscribed = false;

  const wake = (): void => waiting.shift()?.();
  const finish = (): void => {
    ended = true;
    while (waiting.length > 0) wake();
  };
  /** An error overtakes what waits. */
  const fail = (error: unknown): void => {
    if (ended) return;
    failure = { error };
    queue.clear();
    finish();
  };
  const subscriber = new Subscriber<T>({
    next: (item) => {
      try {
        queue.push(item);
        release ??= root.hold();
      } catch (error) {
        fail(error);
        subscriber.unsubscribe();
      }
      wake();
    },
    error: fail,
    complete: finish,
  });
  const dispose = async (): Promise<void> => {
    finish();
    subscriber.unsubscribe();
    root.dispose();
    leaveRun();
    await scope.idle();
  };
  const pull = async (): Promise<IteratorResult<T, undefined>> => {
    if (!subscribed) {
      subscribed = true;
      withDemand(root, () => stream.subscribe(subscriber));
    }
    for (;;) {
      const first = queue.shift();
      if (first !== undefined) return { done: false, value: first.item };
      if (ended) break;
      const woken = new Promise<void>((resolve) => waiting.push(resolve));
      release?.();
      release = undefined;
      await woken;
    }
    const failed = failure;
    failure = undefined;
    await dispose();
    if (failed) throw failed.error;
    return { done: true, value: undefined };
  };
  return {
    next: pull,
    return: async () => {
      queue.clear();
      await dispose();
      return { done: true, value: undefined };
    },
  };
};
