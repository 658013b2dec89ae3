import { type Observable, Subscriber } from 'rxjs';
import {
  abortedError,
  type Clock,
  createDemand,
  createScope,
  createWeightedQueue,
  diagnostics,
  emitUnder,
  enterRun,
  withDemand,
} from '../demand/index.js';
import { isAudioFlowError, isPromise } from '../error/index.js';
import { createProgressMeter } from './progress-meter.js';
import type { RunOptions, RunReport, Sink } from './run.types.js';
import { createSettleGuard } from './settle-guard.js';

/** The checked options of `run`. */
export interface RunSettings extends RunOptions {
  readonly settleMs: number;
  readonly limit: number;
  readonly clock: Clock;
}

/** Sources that may be subscribed after `stop` before the stream is left: `repeat()` never ends. */
const MOST_LATE = 16;

type Ending = { readonly ended: 'complete' | 'stop' } | { readonly failed: unknown };

/** The state machine of `run`. Internal to core. */
export const startRun = <T>(
  stream: Observable<T>,
  sink: Sink<T>,
  settings: RunSettings,
): Promise<RunReport> => {
  const { signal, stop, clock } = settings;
  const scope = createScope(() => {
    late += 1;
    if (late > MOST_LATE) finishSource();
  });
  const root = createDemand(scope);
  /** User code runs under this one: what it subscribes must not wait for its own write. */
  const callbacks = createDemand(scope);
  const meter = createProgressMeter(clock, settings.onProgress);
  const queue = createWeightedQueue<T>({
    owner: 'run',
    limit: settings.limit,
    mend: 'the source ignores demand: use a pausable source (fromPull, fromFrames), put boundedBuffer() after a live one, or raise `limit`',
  });
  const guard = createSettleGuard(clock, settings.settleMs, scope);
  let late = 0;
  let release: (() => void) | undefined;
  let pending: Promise<void> | undefined;
  let draining = false;
  let sourceDone = false;
  let stopped = false;
  let ending: Ending | undefined;
  let settle: (ending: Ending) => void = () => {};
  const ended = new Promise<Ending>((resolve) => {
    settle = resolve;
  });

  const end = (how: Ending): void => {
    if (ending) return;
    ending = how;
    queue.clear();
    subscriber.unsubscribe();
    settle(how);
  };
  const fail = (error: unknown): void => end({ failed: error });
  const hold = (on: boolean): void => {
    if (on) release ??= root.hold();
    else {
      release?.();
      release = undefined;
    }
  };
  const wrote = (item: T): void => {
    guard.progress();
    meter.count(item);
  };
  /** Writes one item; `pending` tells that it has not been done in this tick. */
  const write = (item: T): void => {
    const result = sink.write(item);
    if (!isPromise(result)) {
      wrote(item);
      return;
    }
    hold(true);
    pending = result.then(
      () => {
        pending = undefined;
        try {
          withDemand(callbacks, () => wrote(item));
        } catch (error) {
          fail(error);
        }
        drain();
      },
      (error: unknown) => {
        pending = undefined;
        fail(error);
      },
    );
  };
  const writer = { next: write };
  /** Nothing waits: past the queue. What comes in meanwhile waits its turn. */
  const writeNow = (item: T): void => {
    draining = true;
    try {
      emitUnder(callbacks, writer, item);
    } finally {
      draining = false;
    }
  };
  const drain = (): void => {
    if (draining || pending) return;
    draining = true;
    try {
      while (!ending && !pending) {
        const first = queue.shift();
        if (first === undefined) break;
        emitUnder(callbacks, writer, first.item);
      }
    } catch (error) {
      fail(error);
    }
    draining = false;
    if (ending || pending) return;
    hold(false);
    if (sourceDone) end({ ended: stopped ? 'stop' : 'complete' });
  };
  const subscriber = new Subscriber<T>({
    next: (item) => {
      if (ending) return;
      const isIdle = !draining && !pending && queue.length === 0;
      try {
        if (isIdle) writeNow(item);
        else queue.push(item);
      } catch (error) {
        fail(error);
        return;
      }
      drain();
    },
    error: fail,
    complete: () => {
      sourceDone = true;
      drain();
    },
  });
  const finishSource = (): void => {
    if (sourceDone) return;
    sourceDone = true;
    subscriber.unsubscribe();
    drain();
  };
  let onInterrupt: (reason: unknown) => void = () => {};
  const onAbort = (): void => {
    const reason = abortedError(signal);
    fail(reason);
    onInterrupt(reason);
  };
  const onStop = (): void => {
    if (ending || stopped) return;
    stopped = true;
    guard.start(
      () => (pending ? 'a write that was pending at stop' : 'the stream after stop'),
      fail,
    );
    if (scope.stop() === 0) finishSource();
  };

  /** Closes or aborts the sink; an abort of the run in mid-close aborts the sink too. */
  const close = async (): Promise<void> => {
    const interrupted = new Promise<never>((_, reject) => {
      onInterrupt = reject;
    });
    const closed = Promise.resolve(withDemand(undefined, () => sink.close?.()));
    await Promise.race([closed, interrupted]);
  };
  const abort = async (reason: unknown): Promise<void> => {
    const writing = pending;
    try {
      await withDemand(undefined, () => sink.abort?.(reason));
    } catch (error) {
      diagnostics.warn({ operator: 'run', message: `the sink's abort failed: ${String(error)}` });
    }
    await writing?.catch(() => {});
  };
  const abortWith = async (reason: unknown): Promise<never> => {
    const what = pending ? "the sink's abort, and its pending write" : "the sink's abort";
    try {
      await guard.settles(what, () => abort(reason));
    } catch (timeout) {
      throw isAudioFlowError(reason, 'aborted') ? timeout : reason;
    }
    throw reason;
  };
  const finish = async (): Promise<RunReport> => {
    const how = await ended;
    guard.stop();
    stop?.removeEventListener('abort', onStop);
    root.dispose();
    callbacks.dispose();
    try {
      if ('failed' in how) return await abortWith(how.failed);
      try {
        await guard.settles("the sink's close", close);
      } catch (error) {
        return await abortWith(error);
      }
    } finally {
      signal?.removeEventListener('abort', onAbort);
    }
    meter.end();
    return { ...meter.now(), ended: how.ended };
  };

  const leaveRun = enterRun();
  const report = finish().finally(leaveRun);
  if (signal?.aborted) onAbort();
  else {
    signal?.addEventListener('abort', onAbort, { once: true });
    stop?.addEventListener('abort', onStop, { once: true });
    if (stop?.aborted) onStop();
    if (!ending) withDemand(root, () => stream.subscribe(subscriber));
  }
  return report;
};
