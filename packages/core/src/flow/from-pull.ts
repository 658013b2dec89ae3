import { Observable, type Subscriber } from 'rxjs';
import {
  createDemand,
  currentDemand,
  diagnostics,
  emitUnder,
  enterSubscription,
  markPausable,
  runIsActive,
  scopeOf,
  withDemand,
  yieldToEventLoop,
} from '../demand/index.js';
import { checkFunction, isPromise } from '../error/index.js';
import { operatorError } from '../operator/index.js';

/** Options of {@link fromPull}. */
export interface FromPullOptions {
  /** The source's name in errors and diagnostics. Default `fromPull`. */
  readonly name?: string | undefined;
}

/** The event loop has a turn at least this often. */
const SLICE_MS = 10;

const isAsync = <T>(items: AsyncIterable<T> | Iterable<T>): items is AsyncIterable<T> =>
  Symbol.asyncIterator in Object(items);

const connect = <T>(
  out: Subscriber<T>,
  open: (signal: AbortSignal) => AsyncIterable<T> | Iterable<T>,
  name: string,
): void => {
  const found = currentDemand();
  if (found === undefined && runIsActive()) {
    diagnostics.warn({
      operator: name,
      message: `${name} was subscribed outside the demand of the run that is under way, and does not slow down for it: put bindDemand() on the timer, promise or notifier that subscribes it`,
    });
  }
  const base = found ?? createDemand();
  const own = base.child();
  const scope = scopeOf(base);
  const controller = new AbortController();
  let iterator: Iterator<T> | AsyncIterator<T> | undefined;
  let exhausted = false;
  let pulling = false;
  let sliceStart = performance.now();

  const close = async (): Promise<void> => {
    if (!exhausted) await iterator?.return?.();
  };
  const end = (signal: () => void): void => {
    if (!out.closed) withDemand(base, signal);
  };
  const fail = (error: unknown): void => {
    exhausted = true;
    end(() => out.error(operatorError(error, name)));
  };
  const stop = (): void => end(() => out.complete());
  /** Passes one result on; true if the next may be pulled. */
  const take = (result: IteratorResult<T>): boolean => {
    if (out.closed) return false;
    if (result.done) {
      exhausted = true;
      stop();
      return false;
    }
    emitUnder(base, out, result.value);
    return !out.closed;
  };
  /** Only a turn of the event loop starts a new slice: promises alone would starve timers. */
  const resume = (): void => {
    sliceStart = performance.now();
    pump();
  };
  const pump = (): void => {
    while (!out.closed && iterator) {
      if (!own.open) {
        void own.ready().then(pump);
        return;
      }
      if (performance.now() - sliceStart > SLICE_MS) {
        yieldToEventLoop(resume);
        return;
      }
      let result: IteratorResult<T> | Promise<IteratorResult<T>>;
      pulling = true;
      try {
        result = iterator.next();
      } catch (error) {
        fail(error);
        return;
      } finally {
        pulling = false;
      }
      if (isPromise(result)) {
        result.then((value) => {
          if (take(value)) pump();
        }, fail);
        return;
      }
      if (!take(result)) return;
    }
  };

  enterSubscription();
  if (scope.stopping) {
    scope.late();
    yieldToEventLoop(stop);
    return;
  }
  const leaveScope = scope.onStop(() => queueMicrotask(stop));
  markPausable(own);
  out.add(() => {
    leaveScope();
    own.dispose();
    controller.abort();
    // A generator whose own body ends its subscription is closed when its body has come back.
    scope.track(name, pulling ? Promise.resolve().then(close) : close());
  });
  try {
    const items = open(controller.signal);
    iterator = isAsync(items) ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
  } catch (error) {
    fail(error);
    return;
  }
  pump();
};

/**
 * Makes a pausable source of anything that can be iterated: the one way to write a source that
 * honours demand.
 *
 * Each subscription opens its own iterator. Before each pull it awaits the demand; it emits
 * synchronously while there is room, and lets the event loop have a turn at least every 10 ms. On
 * unsubscribe `signal` aborts and the iterator's `return` runs, so a generator's `finally` releases
 * what it holds; `run` waits for that.
 *
 * @param open Opens the iterable, an (async) generator as a rule.
 * @throws AudioFlowError `invalid-option` at once; through the stream what the iterator throws: a plain error becomes
 * `invalid-state` with it as `cause`.
 *
 * @example
 * import { fromPull, run } from '@audioflow/core';
 * const numbers = fromPull(function* () {
 *   for (let n = 1; n <= 3; n += 1) yield n;
 * });
 * const report = await run(numbers, { write: async (n) => console.log(n) }); // 1 2 3
 */
export const fromPull = <T>(
  open: (signal: AbortSignal) => AsyncIterable<T> | Iterable<T>,
  options: FromPullOptions = {},
): Observable<T> => {
  const name = options.name ?? 'fromPull';
  checkFunction(name, 'what opens an iterable', open);
  return new Observable<T>((out) => connect(out, open, name));
};
