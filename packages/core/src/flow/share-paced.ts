import { type MonoTypeOperatorFunction, Observable } from 'rxjs';
import * as z from 'zod';
import { checkOptions } from '../error/index.js';
import { createFanOut, type FanOut } from './fan-out.js';
import { type FanOutOptions, fanOutShape } from './fan-out-options.js';

/** Options of {@link sharePaced}. */
export interface SharePacedOptions extends FanOutOptions {
  /**
   * `slowest`: the source waits for every subscriber. `fastest`: it waits only while all are held; a
   * slower one has a queue, and past its `limit` it alone ends with `limit-exceeded`. Default `slowest`.
   */
  readonly pace?: 'slowest' | 'fastest' | undefined;
}

const schema = z.strictObject({
  pace: z.enum(['slowest', 'fastest']).default('slowest'),
  ...fanOutShape,
});

/**
 * Shares one subscription to the source among any number of subscribers, with demand.
 *
 * The first subscriber starts the source, the last to leave ends it; who comes later hears from then
 * on. Leaving, completing or failing releases that subscriber only. After the end, a new subscriber
 * starts the source anew. (Stock `share` knows only the demand of the first subscriber.)
 *
 * @throws AudioFlowError `invalid-option` at once; `limit-exceeded` or `timeout` to one subscriber, as
 * the options say.
 *
 * @example
 * import { run, sharePaced, silence } from '@audioflow/core';
 * const shared = silence({ duration: 0.1, sampleRate: 8000, frameLength: 80 }).pipe(sharePaced());
 * const slow = run(shared, { write: () => new Promise((r) => setTimeout(r, 1)) });
 * const fast = run(shared, { write: () => {} });
 * console.log((await slow).items, (await fast).items); // 10 9
 */
export const sharePaced = <T>(options: SharePacedOptions = {}): MonoTypeOperatorFunction<T> => {
  const checked = checkOptions('sharePaced', schema, options);
  return (source) => {
    let fanOut: FanOut<T> | undefined;
    return new Observable<T>((out) => {
      if (fanOut === undefined || fanOut.over) {
        fanOut = createFanOut(source, { name: 'sharePaced', ...checked });
      }
      const mine = fanOut;
      mine.add(out);
      mine.connect();
    });
  };
};
