import type { MonoTypeOperatorFunction } from 'rxjs';
import { AudioFlowError } from '../error/index.js';
import { transformAsync } from '../operator/index.js';
import type { Sink } from './run.types.js';

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
      let closed = false;
      return {
        next: (item, emit) => {
          const written = sink.write(item);
          if (written === undefined) {
            emit(item);
            return undefined;
          }
          return written.then(async () => {
            await emit(item);
          });
        },
        flush: async () => {
          closed = true;
          await sink.close?.();
        },
        dispose: async () => {
          if (closed) return;
          await sink.abort?.(
            new AudioFlowError('aborted', 'tapTo: the stream ended before its completion'),
          );
        },
      };
    },
    { name: 'tapTo' },
  );
};
