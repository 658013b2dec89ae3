import { Observable, type OperatorFunction, Subscriber } from 'rxjs';

/** What an operator does with its source's signals. Errors pass through unless it says otherwise. */
export interface SourceHandlers<I> {
  next(value: I): void;
  error?(error: unknown): void;
  complete(): void;
}

/**
 * The subscriber that stands between a source and `destination`. It is chained to the destination
 * before the source is subscribed: a synchronous source sees an early stop after the very value that
 * caused it.
 */
class SourceSubscriber<I> extends Subscriber<I> {
  readonly #out: Subscriber<unknown>;
  readonly #handlers: SourceHandlers<I>;

  constructor(out: Subscriber<unknown>, handlers: SourceHandlers<I>) {
    super(out);
    this.#out = out;
    this.#handlers = handlers;
  }

  protected override _next(value: I): void {
    this.#handlers.next(value);
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
    } finally {
      this.unsubscribe();
    }
  }
}

/** How an operator subscribes to a source on behalf of `out`: torn down with it. */
export const subscribeChained = <I>(
  source: Observable<I>,
  out: Subscriber<unknown>,
  handlers: SourceHandlers<I>,
): void => {
  source.subscribe(new SourceSubscriber(out, handlers));
};

/** What `init` of {@link lift} answers: the handlers, and how to subscribe if not plainly. */
export interface Lifted<I> extends SourceHandlers<I> {
  /** Wraps the subscription to the source, to set its demand. */
  around?(subscribe: () => void): void;
}

/**
 * The one place where audioflow makes an operator of handlers. `init` runs once per subscription;
 * it registers its teardown on `out` and answers the handlers.
 */
export const lift =
  <I, O>(init: (out: Subscriber<O>) => Lifted<I>): OperatorFunction<I, O> =>
  (source) =>
    new Observable<O>((out) => {
      const lifted = init(out);
      if (out.closed) return;
      if (lifted.around) lifted.around(() => subscribeChained(source, out, lifted));
      else subscribeChained(source, out, lifted);
    });
