import { isObject } from '../error/index.js';
import { fromPull, run, type Sink } from '../flow/index.js';
import { type TestApi, testApi } from './test-api.js';

/** A sink under test, and how to see what became of what it took. */
export interface SinkUnderTest<T> {
  readonly sink: Sink<T>;
  /** What arrived, after close: compared with what the spec expects. */
  readonly received: () => Promise<unknown>;
  /** What is left after an abort: must equal `nothing` of the spec. */
  readonly left?: () => Promise<unknown>;
}

/** What {@link describeSink} must know of a sink. */
export interface SinkSpec<T> {
  readonly create: () => Promise<SinkUnderTest<T>>;
  /** Items to write, at least three. */
  readonly items: () => readonly T[];
  /** What `received` answers after all items. */
  readonly expected: unknown;
  /** What `left` answers after an abort. Default undefined. */
  readonly nothing?: unknown;
}

/**
 * Registers the conformance tests of a sink: everything arrives in order, close finalises, an abort
 * and a failing stream leave nothing half-written, and it is single-use.
 *
 * @example
 * import { describeSink } from '@audioflow/core/testing';
 * const names = [];
 * const api = { describe: (_, body) => body(), it: (name) => names.push(name), expect: () => { throw new Error(); } };
 * const create = async () => {
 *   const got = [];
 *   return { sink: { write: (n) => { got.push(n); } }, received: async () => got };
 * };
 * describeSink('an array', { create, items: () => [1, 2, 3], expected: [1, 2, 3] }, api);
 * console.log(names.length); // 4
 */
export const describeSink = <T>(name: string, spec: SinkSpec<T>, api?: TestApi): void => {
  const { describe, it, expect } = testApi(api);
  const source = (): ReturnType<typeof fromPull<T>> => fromPull(() => spec.items());

  describe(`${name} conforms as a sink`, () => {
    it('takes everything in order and finalises on close', async () => {
      const { sink, received } = await spec.create();
      const report = await run(source(), sink);
      expect(report.items).toBe(spec.items().length);
      expect(await received()).toEqual(spec.expected);
    });
    it('leaves nothing half-written on abort', async () => {
      const { sink, left } = await spec.create();
      const abort = new AbortController();
      const endless = fromPull(function* () {
        for (let n = 0; ; n += 1) {
          if (n === 2) abort.abort();
          yield* spec.items().slice(0, 1);
        }
      });
      const outcome = await run(endless, sink, { signal: abort.signal }).catch(
        (error: unknown) => error,
      );
      expect(isObject(outcome) && 'code' in outcome && outcome.code).toBe('aborted');
      if (left) expect(await left()).toEqual(spec.nothing);
    });
    it('leaves nothing half-written when the stream fails', async () => {
      const { sink, left } = await spec.create();
      const boom = new Error('boom');
      const failing = fromPull(function* () {
        yield* spec.items().slice(0, 2);
        throw boom;
      });
      const outcome = await run(failing, sink).catch((error: unknown) => error);
      expect(outcome instanceof Error && outcome.cause).toBe(boom);
      if (left) expect(await left()).toEqual(spec.nothing);
    });
    it('is single-use', async () => {
      const { sink } = await spec.create();
      await run(source(), sink);
      const again = await run(source(), sink).catch((error: unknown) => error);
      expect(isObject(again) && 'code' in again && again.code).toBe('invalid-state');
    });
  });
};
