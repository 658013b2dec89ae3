/**
 * The contract of a synchronous operator's kernel: plain code over payloads, without rxjs. One is
 * made for each subscription, so its fields are the operator's state.
 */
export interface Transform<I, O> {
  /**
   * Called for each input, in order, never while another call runs. Emits any number of outputs;
   * `emit` answers false when nobody listens any more, so that long work can stop. A throw becomes
   * the stream's error.
   */
  next(input: I, emit: (output: O) => boolean): void;
  /** Called once when the source completes. Must emit all that is held. */
  flush?(emit: (output: O) => boolean): void;
  /** Called exactly once, after completion, error or unsubscribe; never during `next` or `flush`. */
  dispose?(): void;
}

/**
 * The contract of an asynchronous operator's kernel. As {@link Transform}, but each call may return
 * a promise, and `emit` may be awaited: it resolves when there is room downstream.
 */
export interface AsyncTransform<I, O> {
  next(input: I, emit: (output: O) => boolean | Promise<boolean>): void | Promise<void>;
  flush?(emit: (output: O) => boolean | Promise<boolean>): void | Promise<void>;
  /** Called when the subscription ends while a call is under way: cut it short. `dispose` follows it. */
  cancel?(): void;
  dispose?(): void | Promise<void>;
}
