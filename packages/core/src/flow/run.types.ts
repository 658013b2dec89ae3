import type { Clock } from '../demand/index.js';

/**
 * Where a stream ends. A sink is single-use. Its functions are called one at a time, but for `abort`,
 * which may come while a `write` is still pending and should make it settle.
 */
export interface Sink<T> {
  /** Takes one item. Upstream is held until the promise resolves. Never called after close or abort. */
  write(item: T): void | Promise<void>;
  /** The stream has ended and all is written: finalise. */
  close?(): void | Promise<void>;
  /** The stream failed or was aborted: release everything, leave nothing half-written. */
  abort?(reason: unknown): void | Promise<void>;
}

/** How far a run has come. */
export interface Progress {
  /** Items written. */
  readonly items: number;
  /** Samples per channel written, where the items are frames or packets (their durations). */
  readonly samples: number;
  /** Bytes written, where the items are packets or byte chunks. */
  readonly bytes: number;
  /** Since the run began. */
  readonly elapsedMs: number;
}

/** What {@link run} resolves to. */
export interface RunReport extends Progress {
  /** `complete`: the source ended. `stop`: the `stop` signal ended it. */
  readonly ended: 'complete' | 'stop';
}

/** Options of {@link run}. */
export interface RunOptions {
  /** Aborts: no flush, `sink.abort`, the promise rejects with `aborted`. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Stops: the sources end, operators flush, `sink.close`, the promise resolves. Sources that know nothing
   * of demand are left; the first operator of ours behind them flushes. A stream that subscribes its
   * source again and again (`repeat()`) is left after 16 times, without a flush.
   */
  readonly stop?: AbortSignal | undefined;
  /** Called at most every 100 ms, and once at the end. */
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /**
   * How long an ending may go on without progress before it is a `timeout`. Default 5000. After `stop`
   * it may take ten times as long in all.
   */
  readonly settleMs?: number | undefined;
  /** Hard limit of what may wait for the sink, in samples or bytes (see `weigh`). Default 1048576. */
  readonly limit?: number | undefined;
  /** Default `systemClock`. */
  readonly clock?: Clock | undefined;
}
