import type { MonoTypeOperatorFunction, Subscriber } from 'rxjs';
import { currentDemand, emitUnder, withDemand } from '../demand/index.js';
import { lift } from '../operator/index.js';

/**
 * Captures the demand at subscription and restores it around every signal.
 *
 * Put it where a source gets subscribed from outside a stream: on the timer, promise or notifier
 * before a `mergeMap`, on the notifier of `retry({ delay })` and `repeat({ delay })`. Without it the
 * inner source finds no demand and runs as fast as it can.
 *
 * @example
 * import { bindDemand, run, silence } from '@audioflow/core';
 * import { mergeMap, timer } from 'rxjs';
 * const later = timer(1).pipe(
 *   bindDemand(),
 *   mergeMap(() => silence({ duration: 0.5, sampleRate: 8000, frameLength: 2000 })),
 * );
 * const report = await run(later, { write: async () => {} });
 * console.log(report.items); // 2
 */
export const bindDemand = <T>(): MonoTypeOperatorFunction<T> =>
  lift('bindDemand', (out: Subscriber<T>) => {
    const demand = currentDemand();
    return {
      next: (value) => emitUnder(demand, out, value),
      error: (error) => withDemand(demand, () => out.error(error)),
      complete: () => withDemand(demand, () => out.complete()),
    };
  });
