import type { MonoTypeOperatorFunction } from 'rxjs';
import { AudioFlowError, isPromise } from '../error/index.js';
import { type AsyncTransform, transformAsync } from '../operator/index.js';
import type { Sink } from './run.types.js';

const earlyEnd = (): AudioFlowError =>
  new AudioFlowError('aborted', 'tapTo: the stream ended before its completion');

const createTap = <T>(sink: Sink<T>): AsyncTransform<T, T> => {
  let over = false;
  const abort = async (): Promise<void> => {
    if (over) return;
    over = true;
    await sink.abort?.(earlyEnd());
  };
  return {
    next: (item, emit) => {
      const written = sink.write(item);
      if (isPromise(written)) return written.then(async () => void (await emit(item)));
      emit(item);
      return undefined;
    },
    flush: async () => {
      await sink.close?.();
      over = true;
    },
    cancel: () => void abort().catch(() => {}),
    dispose: abort,
  };
};

/**
 * Passes a stream on and writes every item to a sink beside it.
 *
 * The item goes downstream when the sink has taken it, so a slow sink slows the stream. When the
 * source completes the sink is closed before completion goes on; when the stream fails or is left
 * early the sink is aborted. A failing write fails the stream. A sink is single-use, and so is the
 * subscription to this operator.
 *
 * @throws AudioFlowError `invalid-state` through the stream on a second subscription; else the sink's
 * own error.
 *
 * @example
 * import { run, sine, tapTo } from '@audioflow/core';
 * let seen = 0;
 * const counter = { write: (frame) => { seen += frame.length; }, close: () => console.log(seen) };
 * await run(sine({ duration: 1, sampleRate: 8000 }).pipe(tapTo(counter)), { write: () => {} }); // 8000
 */
export const tapTo = <T>(sink: Sink<T>): MonoTypeOperatorFunction<T> => {
  let used = false;
  return transformAsync<T, T>(
    () => {
      if (used)
        throw new AudioFlowError('invalid-state', 'tapTo: its sink has been used: make a new one');
      used = true;
      return createTap(sink);
    },
    { name: 'tapTo' },
  );
};
