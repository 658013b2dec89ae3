import { Observable, type OperatorFunction, Subscriber } from 'rxjs';
import { currentDemand, enterSubscription, scopeOf } from '../demand/index.js';
import { operatorError } from './operator-error.js';

/** What an operator does with its source's signals. Errors pass through unless it says otherwise. */
export interface SourceHandlers<I> {
  next(value: I): void;
  error?(error: unknown): void;
  complete(): void;
}

/** What `init` of {@link lift} answers: the handlers, and how to subscribe if not plainly. */
export interface Lifted<I> extends SourceHandlers<I> {
  /** Wraps the subscription to the source, to set its demand. */
  around?(subscribe: () => void): void;
}

/**
 * The subscriber that stands between a source and `destination`. It is chained to the destination
 * before the source is subscribed: a synchronous source sees an early stop after the very value that
 * caused it.
 */
class SourceSubscriber<I> extends Subscriber<I> {
  readonly #out: Subscriber<unknown>;
  readonly #handlers: SourceHandlers<I>;
  readonly #name: string;

  constructor(out: Subscriber<unknown>, handlers: SourceHandlers<I>, name: string) {
    super(out);
    this.#out = out;
    this.#handlers = handlers;
    this.#name = name;
  }

  /** What throws here is a callback of the user's: it fails this stream, and not its source. */
  protected override _next(value: I): void {
    try {
      this.#handlers.next(value);
    } catch (error) {
      this.#out.error(operatorError(error, this.#name, value));
    }
  }

  protected override _error(error: unknown): void {
    try {
      if (this.#handlers.error) this.#handlers.error(error);
      else this.#out.error(error);
    } finally {
      this.unsubscribe();
    }
  }

  protected override _complete(): void {
    try {
      this.#handlers.complete();
    } catch (error) {
      this.#out.error(operatorError(error, this.#name));
    } finally {
      this.unsubscribe();
    }
  }
}

/**
 * Subscribes to a source on behalf of an operator. A source that knows nothing of demand (a Subject, an
 * interval) cannot be told to stop: then the operator behind it ends as if its source had.
 */
const subscribeTo = <I>(source: Observable<I>, subscriber: SourceSubscriber<I>): void => {
  const demand = currentDemand();
  const heard = enterSubscription();
  source.subscribe(subscriber);
  if (heard() || subscriber.closed || demand === undefined) return;
  subscriber.add(scopeOf(demand).onStop(() => subscriber.complete()));
};

/**
 * The one place where audioflow makes an operator of handlers. `init` runs once per subscription;
 * it registers its teardown on `out` and answers the handlers.
 */
export const lift =
  <I, O>(name: string, init: (out: Subscriber<O>) => Lifted<I>): OperatorFunction<I, O> =>
  (source) =>
    new Observable<O>((out) => {
      try {
        const lifted = init(out);
        if (out.closed) return;
        const subscriber = new SourceSubscriber(out, lifted, name);
        if (lifted.around) lifted.around(() => subscribeTo(source, subscriber));
        else subscribeTo(source, subscriber);
      } catch (error) {
        out.error(operatorError(error, name));
      }
    });
