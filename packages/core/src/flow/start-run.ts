import { type Observable, Subscriber } from 'rxjs';
import {
  abortedError,
  type Clock,
  createDemand,
  createScope,
  createWeightedQueue,
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

type Ending = { readonly ended: 'complete' | 'stop' } | { readonly failed: unknown };

/** The state machine of `run`. Internal to core. */
export const startRun = <T>(
  stream: Observable<T>,
  sink: Sink<T>,
  settings: RunSettings,
): Promise<RunReport> => {
  const { signal, stop, clock } = settings;
  const scope = createScope();
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
  /** Writes one item; true if it was done in this tick. */
  const write = (item: T): boolean => {
    const result = sink.write(item);
    if (!isPromise(result)) {
      wrote(item);
      return true;
    }
    hold(true);
    pending = result.then(
      () => {
        pending = undefined;
        withDemand(callbacks, () => wrote(item));
        drain();
      },
      (error: unknown) => {
        pending = undefined;
        fail(error);
      },
    );
    return false;
  };
  const drain = (): void => {
    if (draining || pending) return;
    draining = true;
    try {
      while (!ending && !pending) {
        const first = queue.shift();
        if (first === undefined) break;
        withDemand(callbacks, () => write(first.item));
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
      try {
        queue.push(item);
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
  const onAbort = (): void => fail(abortedError(signal));
  const onStop = (): void => {
    if (ending || stopped) return;
    stopped = true;
    guard.start('the stream after stop', fail);
    if (scope.stop() === 0) finishSource();
  };

  const finish = async (): Promise<RunReport> => {
    const how = await ended;
    guard.stop();
    signal?.removeEventListener('abort', onAbort);
    stop?.removeEventListener('abort', onStop);
    root.dispose();
    callbacks.dispose();
    const failed = 'failed' in how;
    const last = async (): Promise<void> => {
      if (failed) {
        await withDemand(undefined, () => sink.abort?.(how.failed));
        await pending?.catch(() => {});
      } else await withDemand(undefined, () => sink.close?.());
    };
    try {
      await guard.settles(failed ? "the sink's abort" : "the sink's close", last);
    } catch (error) {
      if (failed) throw isAudioFlowError(how.failed, 'aborted') ? error : how.failed;
      await guard.settles("the sink's abort", async () => sink.abort?.(error)).catch(() => {});
      throw error;
    }
    if (failed) throw how.failed;
    meter.end();
    return { ...meter.now(), ended: how.ended };
  };

  const leaveRun = enterRun();
  const report = finish().finally(leaveRun);
  if (signal?.aborted) onAbort();
  else {
    signal?.addEventListener('abort', onAbort, { once: true });
    stop?.addEventListener('abort', onStop, { once: true });
    withDemand(root, () => stream.subscribe(subscriber));
    if (stop?.aborted) onStop();
  }
  return report;
};
