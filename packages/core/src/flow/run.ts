import { isObservable, type Observable } from 'rxjs';
import * as z from 'zod';
import { type Clock, systemClock } from '../demand/index.js';
import { AudioFlowError, checkOptions, isObject } from '../error/index.js';
import type { RunOptions, RunReport, Sink } from './run.types.js';
import { startRun } from './start-run.js';

const isFunction = (value: unknown): value is (...args: never[]) => unknown =>
  typeof value === 'function';
const isSignal = (value: unknown): value is AbortSignal =>
  isObject(value) && 'aborted' in value && 'addEventListener' in value;
const isClock = (value: unknown): value is Clock => isObject(value) && 'sleep' in value;
const signalSchema = z.custom<AbortSignal>(isSignal, 'expected an AbortSignal');

const schema = z.strictObject({
  signal: signalSchema.optional(),
  stop: signalSchema.optional(),
  onProgress: z
    .custom<NonNullable<RunOptions['onProgress']>>(isFunction, 'expected a function')
    .optional(),
  settleMs: z.number().positive().default(5000),
  limit: z.number().positive().default(1_048_576),
  clock: z.custom<Clock>(isClock, 'expected a Clock').default(systemClock),
});

const used = new WeakSet<object>();

/**
 * Runs a stream into a sink, and settles when both are done.
 *
 * The run is the root of the demand: while `write` is pending, every pausable source upstream is
 * held. The source completes, the last item is written, `close` is called, the promise resolves. When
 * the source or a `write` fails, the source is unsubscribed, `abort` is called, and the promise rejects
 * with the first error. It settles when the sink and everything that the stream disposes of have.
 *
 * @param stream Any observable.
 * @param sink Single-use: a second run of the same sink is an `invalid-state`.
 * @returns What was written: items, samples, bytes, and how it ended.
 * @throws AudioFlowError `aborted` by `signal`; `timeout` naming what hangs; `limit-exceeded` when a
 * source ignores demand; else the stream's or the sink's own error.
 *
 * @example
 * import { run, sine } from '@audioflow/core';
 * let peak = 0;
 * const report = await run(sine({ amplitude: 0.5, duration: 1, sampleRate: 8000 }), {
 *   write: (frame) => { for (const x of frame.channels[0]) peak = Math.max(peak, x); },
 * });
 * console.log(report.samples, report.ended, peak.toFixed(2)); // 8000 complete 0.50
 */
export const run = async <T>(
  stream: Observable<T>,
  sink: Sink<T>,
  options: RunOptions = {},
): Promise<RunReport> => {
  const checked = checkOptions('run', schema, options);
  if (!isObservable(stream)) {
    throw new AudioFlowError('invalid-option', 'run: expected an Observable to run');
  }
  if (typeof sink?.write !== 'function') {
    throw new AudioFlowError('invalid-option', 'run: expected a sink with a write function');
  }
  if (used.has(sink)) {
    throw new AudioFlowError('invalid-state', 'run: this sink has been used: make a new one');
  }
  used.add(sink);
  return startRun(stream, sink, checked);
};
