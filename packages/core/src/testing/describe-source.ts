import { type Observable, take, tap } from 'rxjs';
import { createDemand, withDemand } from '../demand/index.js';
import { isObject } from '../error/index.js';
import { run } from '../flow/index.js';
import { collect } from './collect.js';
import { type TestApi, testApi } from './test-api.js';

/** What {@link describeSource} must know of a pausable source. */
export interface SourceSpec<T> {
  /** Makes the source; it must be finite, with at least four items. */
  readonly create: () => Observable<T>;
  /** How many items it has, if known. */
  readonly items?: number;
  /** Items that one pull may give at once: a block of bytes makes several frames. Default 1. */
  readonly burst?: number;
  /** Items are compared by this instead of themselves. */
  readonly key?: (item: T) => unknown;
  /** False for sources that can be read once. Default true. */
  readonly repeatable?: boolean;
}

const turns = async (count: number): Promise<void> => {
  for (let turn = 0; turn < count; turn += 1)
    await new Promise((resolve) => setTimeout(resolve, 1));
};

/**
 * Registers the conformance tests of a pausable source: it waits for demand, loses nothing, stops
 * early, ends on `stop` and `signal`, and gives the same on every subscription.
 *
 * @example
 * import { describeSource } from '@audioflow/core/testing';
 * import { silence } from '@audioflow/core';
 * const names = [];
 * const api = { describe: (_, body) => body(), it: (name) => names.push(name), expect: () => { throw new Error(); } };
 * describeSource('silence', { create: () => silence({ duration: 1 }) }, api);
 * console.log(names.length >= 6); // true
 */
export const describeSource = <T>(name: string, spec: SourceSpec<T>, api?: TestApi): void => {
  const { describe, it, expect } = testApi(api);
  const { create, burst = 1, repeatable = true } = spec;
  const keyed = (items: readonly T[]): unknown[] => items.map((i) => (spec.key ? spec.key(i) : i));

  describe(`${name} conforms as a pausable source`, () => {
    it('emits all its items, then completes', async () => {
      const items = await collect(create());
      expect(items.length).toBeGreaterThanOrEqual(4);
      if (spec.items !== undefined) expect(items.length).toBe(spec.items);
    });
    it('emits nothing while held from the start, and all when released', async () => {
      const demand = createDemand();
      const release = demand.hold();
      let items = 0;
      let done: () => void = () => {};
      const completed = new Promise<void>((resolve) => {
        done = resolve;
      });
      withDemand(demand, () =>
        create().subscribe({
          next: () => {
            items += 1;
          },
          complete: () => done(),
        }),
      );
      await turns(5);
      expect(items).toBe(0);
      release();
      await completed;
      expect(items).toBeGreaterThanOrEqual(4);
    });
    it('is never more than one pull ahead of a slow sink', async () => {
      let emitted = 0;
      let written = 0;
      let ahead = 0;
      const counted = create().pipe(
        tap(() => {
          emitted += 1;
          ahead = Math.max(ahead, emitted - written);
        }),
      );
      await run(counted.pipe(take(6)), {
        write: async () => {
          await turns(1);
          written += 1;
        },
      });
      expect(ahead).toBeLessThanOrEqual(burst);
    });
    it('stops after the item that makes downstream leave', async () => {
      expect((await collect(create().pipe(take(2)), false)).length).toBe(2);
    });
    it('ends with a flush on stop, and without on abort', async () => {
      const stop = new AbortController();
      const report = await run(
        create(),
        {
          write: async () => {
            stop.abort();
            await turns(1);
          },
        },
        { stop: stop.signal },
      );
      expect(report.ended).toBe('stop');
      expect(report.items).toBeLessThanOrEqual(1 + burst);
      const abort = new AbortController();
      const aborted = run(
        create(),
        {
          write: async () => {
            abort.abort();
            await turns(1);
          },
        },
        { signal: abort.signal },
      );
      const code = await aborted.then(
        () => 'resolved',
        (error: unknown) => (isObject(error) && 'code' in error ? error.code : error),
      );
      expect(code).toBe('aborted');
    });
    it('may be unsubscribed while it waits for room, and leaves nothing behind', async () => {
      const demand = createDemand();
      demand.hold();
      const before = process.getActiveResourcesInfo().filter((kind) => kind !== 'Timeout').length;
      const subscription = withDemand(demand, () => create().subscribe());
      await turns(3);
      subscription.unsubscribe();
      await turns(3);
      const after = process.getActiveResourcesInfo().filter((kind) => kind !== 'Timeout').length;
      expect(after).toBeLessThanOrEqual(before);
    });
    if (!repeatable) return;
    it('gives the same on every subscription', async () => {
      const source = create();
      expect(keyed(await collect(source))).toEqual(keyed(await collect(source)));
    });
  });
};
