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

async function* iterate<T>(stream: Observable<T>): AsyncGenerator<T, void, undefined> {
  const scope = createScope();
  const root = createDemand(scope);
  const leaveRun = enterRun();
  const queue = createWeightedQueue<T>({
    owner: 'toAsyncIterable',
    limit: 1_048_576,
    mend: 'use a pausable source, or put boundedBuffer() after a live one',
  });
  let wake: () => void = () => {};
  let release: (() => void) | undefined;
  let end: { readonly failed?: unknown } | undefined;
  const finish = (how: { readonly failed?: unknown }): void => {
    end ??= how;
    wake();
  };
  const subscriber = new Subscriber<T>({
    next: (item) => {
      try {
        queue.push(item);
        release ??= root.hold();
      } catch (error) {
        subscriber.unsubscribe();
        finish({ failed: error });
      }
      wake();
    },
    error: (error: unknown) => finish({ failed: error }),
    complete: () => finish({}),
  });
  withDemand(root, () => stream.subscribe(subscriber));
  try {
    for (;;) {
      const first = queue.shift();
      if (first !== undefined) {
        yield first.item;
        continue;
      }
      if (end !== undefined) break;
      const woken = new Promise<void>((resolve) => {
        wake = resolve;
      });
      release?.();
      release = undefined;
      await woken;
    }
    if (end !== undefined && 'failed' in end) throw end.failed;
  } finally {
    subscriber.unsubscribe();
    root.dispose();
    leaveRun();
    await scope.idle();
  }
}
