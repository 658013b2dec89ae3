import type { MonoTypeOperatorFunction, Subscriber } from 'rxjs';
import * as z from 'zod';
import {
  type Clock,
  createDemand,
  currentDemand,
  markPausable,
  scopeOf,
  systemClock,
  withDemand,
} from '../demand/index.js';
import { checkOptions, isObject } from '../error/index.js';
import { lift } from '../operator/index.js';

/** Options of {@link throttleLatest}. */
export interface ThrottleLatestOptions {
  /** Default `systemClock`. */
  readonly clock?: Clock | undefined;
}

const schema = z.strictObject({
  ms: z.number().nonnegative(),
  clock: z.custom<Clock>((c) => isObject(c) && 'sleep' in c, 'expected a Clock').optional(),
});

/**
 * Lets one value through at most every `ms`, always the newest; the last one before completion is
 * never lost.
 *
 * For measurements and pictures: it never holds its source, and while downstream is held it keeps
 * only the newest value.
 *
 * @param ms Shortest time between two values.
 *
 * @example
 * import { throttleLatest } from '@audioflow/core';
 * import { of, lastValueFrom, toArray } from 'rxjs';
 * console.log(await lastValueFrom(of(1, 2, 3).pipe(throttleLatest(5), toArray()))); // [ 1, 3 ]
 */
export const throttleLatest = <T>(
  ms: number,
  options: ThrottleLatestOptions = {},
): MonoTypeOperatorFunction<T> => {
  const { clock = systemClock } = checkOptions('throttleLatest', schema, { ...options, ms });
  return lift('throttleLatest', (out: Subscriber<T>) => {
    const down = currentDemand() ?? createDemand();
    const up = createDemand(scopeOf(down));
    markPausable(down);
    markPausable(down);
    const over = new AbortController();
    let latest: { readonly value: T } | undefined;
    let completed = false;
    let busy = false;

    const cycle = async (): Promise<void> => {
      while (latest !== undefined) {
        if (!down.open) await down.ready(over.signal);
        const { value } = latest;
        latest = undefined;
        withDemand(down, () => out.next(value));
        if (out.closed) return;
        if (completed && latest === undefined) break;
        await clock.sleep(ms, over.signal);
      }
      busy = false;
      if (completed) withDemand(down, () => out.complete());
    };
    const start = (): void => {
      if (busy) return;
      busy = true;
      cycle().catch((error: unknown) => {
        if (!over.signal.aborted) out.error(error);
      });
    };
    out.add(() => {
      over.abort();
      up.dispose();
    });
    return {
      around: (subscribe) => withDemand(up, subscribe),
      next: (value) => {
        latest = { value };
        start();
      },
      complete: () => {
        completed = true;
        if (latest === undefined) withDemand(down, () => out.complete());
      },
    };
  });
};
