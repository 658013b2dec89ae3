import { from, NEVER, Observable, type OperatorFunction, Subject, take, throwError } from 'rxjs';
import { createDemand, withDemand } from '../demand/index.js';
import { isAudioFlowError } from '../error/index.js';
import { fromPull, run } from '../flow/index.js';
import { collect } from './collect.js';
import { type TestApi, testApi } from './test-api.js';

/** What {@link describeStage} must know of an operator. */
export interface StageSpec<I, O> {
  /** Makes the operator. */
  readonly create: () => OperatorFunction<I, O>;
  /** Inputs, the same each time; enough for at least two outputs, at least four of them. */
  readonly inputs: () => readonly I[];
  /** Outputs may be compared by this instead of themselves, e.g. by pts and length. */
  readonly key?: (output: O) => unknown;
  /** The keys of all outputs for `inputs`, where they are known. */
  readonly expected?: () => readonly unknown[];
  /** The most inputs that may be under way while downstream is held. Default 32. */
  readonly inFlight?: number;
  /** False for operators that drop or depend on time: their outputs are not compared. Default true. */
  readonly lossless?: boolean;
}

const turns = async (count: number): Promise<void> => {
  for (let turn = 0; turn < count; turn += 1)
    await new Promise((resolve) => setTimeout(resolve, 0));
};

/**
 * Registers the rules that every operator keeps, named after the Reactive Streams rules they come
 * from (github.com/reactive-streams/reactive-streams-jvm, specification 1.0.4).
 *
 * @param name The operator's name, for the report.
 *
 * @example
 * import { describeStage, noiseFrame, splitFrame } from '@audioflow/core/testing';
 * import { gain } from '@audioflow/core';
 * const names = [];
 * const api = { describe: (_, body) => body(), it: (name) => names.push(name), expect: () => { throw new Error(); } };
 * describeStage('gain', { create: () => gain(2), inputs: () => splitFrame(noiseFrame(400), [100]) }, api);
 * console.log(names.length > 10); // true
 */
export const describeStage = <I, O>(name: string, spec: StageSpec<I, O>, api?: TestApi): void => {
  const { describe, it, expect } = testApi(api);
  const { create, inputs, inFlight = 32, lossless = true } = spec;
  const keyed = (outputs: readonly O[]): unknown[] =>
    outputs.map((o) => (spec.key ? spec.key(o) : o));
  const pulled = (items: readonly I[]): { source: Observable<I>; count: () => number } => {
    let count = 0;
    const source = fromPull(function* () {
      for (const item of items) {
        count += 1;
        yield item;
      }
    });
    return { source, count: () => count };
  };

  describe(`${name} keeps the rules of a stage`, () => {
    it('1.1 takes no more than what may be under way while downstream is held', async () => {
      const demand = createDemand();
      demand.hold();
      const many = Array.from({ length: 40 }, () => inputs()).flat();
      const { source, count } = pulled(many);
      const subscription = withDemand(demand, () => source.pipe(create()).subscribe());
      await turns(5);
      subscription.unsubscribe();
      expect(count()).toBeLessThanOrEqual(inFlight);
    });
    it('1.3 signals one after the other, also when its own output feeds its source', async () => {
      const source = new Subject<I>();
      const rest = [...inputs(), ...inputs()];
      let inside = false;
      let nested = 0;
      const subscription = source.pipe(create()).subscribe({
        next: () => {
          if (inside) nested += 1;
          inside = true;
          for (const item of rest.splice(0, 2)) source.next(item);
          inside = false;
        },
        error: () => {},
      });
      for (const item of inputs()) source.next(item);
      await turns(5);
      subscription.unsubscribe();
      expect(nested).toBe(0);
    });
    it('1.4 passes the error of its source on, and nothing after it', async () => {
      const boom = new Error('boom');
      const seen: string[] = [];
      await new Promise<void>((resolve) => {
        throwError(() => boom)
          .pipe(create())
          .subscribe({
            next: () => seen.push('next'),
            error: (error: unknown) => {
              seen.push(error === boom ? 'boom' : String(error));
              resolve();
            },
            complete: () => seen.push('complete'),
          });
      });
      await turns(2);
      expect(seen).toEqual(['boom']);
    });
    it('1.5 completes after a finite source with all it held, and after an empty one', async () => {
      const outputs = await collect(fromPull(inputs).pipe(create()));
      if (lossless) expect(outputs.length).toBeGreaterThanOrEqual(1);
      if (spec.expected) expect(keyed(outputs)).toEqual(spec.expected());
      await collect(from<I[]>([]).pipe(create()));
    });
    it('1.7 releases its source at the end', async () => {
      let released = 0;
      const source = new Observable<I>((out) => {
        for (const item of inputs()) out.next(item);
        out.complete();
        return () => {
          released += 1;
        };
      });
      await new Promise<void>((resolve) => {
        source.pipe(create()).subscribe({ complete: resolve, error: () => resolve() });
      });
      await turns(3);
      expect(released).toBe(1);
    });
    it('1.8 and 2.8 releases its source on unsubscribe, and takes nothing from it after', async () => {
      let late: ((item: I) => void) | undefined;
      let released = 0;
      const source = new Observable<I>((out) => {
        late = (item) => out.next(item);
        return () => {
          released += 1;
        };
      });
      let outputs = 0;
      const subscription = source.pipe(create()).subscribe(() => {
        outputs += 1;
      });
      subscription.unsubscribe();
      for (const item of inputs()) late?.(item);
      await turns(3);
      expect([released, outputs]).toEqual([1, 0]);
    });
    it('1.9 does not throw from subscribe', async () => {
      const broken = new Observable<I>(() => {
        throw new Error('broken source');
      });
      const error = await collect(broken.pipe(create())).catch((failure: unknown) => failure);
      expect(error instanceof Error && error.message).toBe('broken source');
    });
    it('2.10 passes an error on while downstream is held', async () => {
      const demand = createDemand();
      demand.hold();
      let failed = false;
      withDemand(demand, () =>
        throwError(() => new Error('boom'))
          .pipe(create())
          .subscribe({
            error: () => {
              failed = true;
            },
          }),
      );
      await turns(2);
      expect(failed).toBe(true);
    });
    it('2.12 subscribes to its source once', async () => {
      let subscriptions = 0;
      const source = new Observable<I>((out) => {
        subscriptions += 1;
        for (const item of inputs()) out.next(item);
        out.complete();
      });
      await collect(source.pipe(create()));
      expect(subscriptions).toBe(1);
    });
    it('3.3 takes a long synchronous source without growing the stack', async () => {
      const items = inputs();
      const long = fromPull(function* () {
        for (let n = 0; n < 3000; n += 1) yield* items.slice(0, 1);
      });
      let failure: unknown;
      await collect(long.pipe(create())).catch((error: unknown) => {
        failure = error;
      });
      const code = isAudioFlowError(failure) ? failure.code : failure;
      // The same input over and over is a jump of pts for some: that they may say.
      expect(code === 'malformed-data' ? undefined : code).toBe(undefined);
    });
    it('3.5 and 3.7 may be unsubscribed at any time and more than once', async () => {
      for (const moment of [0, 1, 3]) {
        const source = new Subject<I>();
        const subscription = source.pipe(create()).subscribe();
        for (const item of inputs().slice(0, moment)) source.next(item);
        subscription.unsubscribe();
        subscription.unsubscribe();
        expect(source.observed).toBe(false);
      }
      const never = NEVER.pipe(create()).subscribe();
      never.unsubscribe();
      expect(never.closed).toBe(true);
    });
    it('does not drain a synchronous source past an early stop', async () => {
      const { source, count } = pulled(Array.from({ length: 200 }, () => inputs()).flat());
      await collect(source.pipe(create(), take(1)), false);
      await turns(2);
      expect(count()).toBeLessThanOrEqual(Math.max(inputs().length, inFlight));
    });
    if (!lossless) return;
    it('starts afresh on every subscription of one operator', async () => {
      const operator = create();
      const first = await collect(fromPull(() => inputs()).pipe(operator));
      const second = await collect(fromPull(() => inputs()).pipe(operator));
      expect(keyed(second)).toEqual(keyed(first));
    });
    it('puts out the same for a fast and for a slow sink', async () => {
      const fast = await collect(pulled(inputs()).source.pipe(create()), false);
      const slow: O[] = [];
      await run(pulled(inputs()).source.pipe(create()), {
        write: async (output) => {
          await turns(1);
          slow.push(output);
        },
      });
      expect(keyed(slow)).toEqual(keyed(fast));
    });
  });
};
