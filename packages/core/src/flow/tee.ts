import { Observable } from 'rxjs';
import * as z from 'zod';
import { AudioFlowError, checkOptions } from '../error/index.js';
import { createFanOut, type FanOut } from './fan-out.js';
import { type FanOutOptions, fanOutShape } from './fan-out-options.js';

/** Options of {@link tee}. */
export interface TeeOptions extends Omit<FanOutOptions, 'limit'> {
  /**
   * `all`: the source starts when every branch is subscribed, nobody misses anything. `first`: it
   * starts with the first. Default `all`.
   */
  readonly start?: 'all' | 'first' | undefined;
}

const { limit: _, ...shape } = fanOutShape;
const schema = z.strictObject({
  count: z.int().min(1).max(1024),
  start: z.enum(['all', 'first']).default('all'),
  ...shape,
});

/** The branches of {@link tee}: a tuple for counts up to four. */
export type Branches<T, N extends number> = N extends 1
  ? readonly [Observable<T>]
  : N extends 2
    ? readonly [Observable<T>, Observable<T>]
    : N extends 3
      ? readonly [Observable<T>, Observable<T>, Observable<T>]
      : N extends 4
        ? readonly [Observable<T>, Observable<T>, Observable<T>, Observable<T>]
        : readonly Observable<T>[];

interface Session<T> {
  readonly fanOut: FanOut<T>;
  readonly seen: Set<number>;
}

/** Whether a new subscriber of branch `index` starts the source anew. */
const isSpent = <T>({ fanOut, seen }: Session<T>, index: number): boolean =>
  fanOut.abandoned || (fanOut.over && seen.has(index));

/** TypeScript cannot count: the array has as many elements as `count` says. */
const branchesOf = <T, N extends number>(branches: readonly Observable<T>[]): Branches<T, N> =>
  branches as Branches<T, N>;

/**
 * Splits a stream into `count` branches that share one subscription and the pace of the slowest.
 *
 * Each branch has its own demand. Leaving, completing or failing releases that branch only; when all
 * have left, the source is unsubscribed. With `start: 'all'` a branch that is never subscribed keeps
 * the others waiting: subscribe all, or ask for fewer.
 *
 * @param count Branches, 1 to 1024.
 * @throws AudioFlowError `invalid-option` at once; `invalid-state` to a second subscriber of one branch;
 * `timeout` to a stalled branch with `onStall: 'drop'`.
 *
 * @example
 * import { gain, run, sine, tee } from '@audioflow/core';
 * import { merge } from 'rxjs';
 * const [dry, wet] = tee(2)(sine({ duration: 0.1, sampleRate: 8000 }));
 * const report = await run(merge(dry, wet.pipe(gain(0.5))), { write: async () => {} });
 * console.log(report.samples); // 1600
 */
export const tee = <N extends number>(
  count: N,
  options: TeeOptions = {},
): (<T>(source: Observable<T>) => Branches<T, N>) => {
  const { start, ...settings } = checkOptions('tee', schema, { ...options, count });
  return <T>(source: Observable<T>) => {
    let session: Session<T> | undefined;
    const open = (): Session<T> => ({
      fanOut: createFanOut(source, {
        name: 'tee',
        pace: 'slowest',
        limit: Number.POSITIVE_INFINITY,
        ...settings,
      }),
      seen: new Set(),
    });
    const branch = (index: number): Observable<T> =>
      new Observable<T>((out) => {
        if (session === undefined || isSpent(session, index)) session = open();
        const { fanOut, seen } = session;
        if (seen.has(index)) {
          const message = `tee: branch ${index} is already subscribed: use sharePaced() for many subscribers`;
          out.error(new AudioFlowError('invalid-state', message));
          return;
        }
        seen.add(index);
        fanOut.add(out);
        if (start === 'first' || seen.size === count) fanOut.connect();
      });
    return branchesOf<T, N>(Array.from({ length: count }, (_, index) => branch(index)));
  };
};
