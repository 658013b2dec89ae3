import type { OperatorFunction, Subscriber } from 'rxjs';
import * as z from 'zod';
import { DEFAULT_HIGH_WATER, DEFAULT_LIMIT_FACTOR } from '../demand/index.js';
import { checkFunction, checkOptions } from '../error/index.js';
import type { AudioFrame } from '../signal/index.js';
import { connectAsync } from './connect-async.js';
import { lift } from './lift.js';
import type { AsyncTransform } from './transform.types.js';

/** Options of {@link transformAsync}. */
export interface TransformAsyncOptions {
  /** The operator's name in errors and diagnostics. Default: the name of `create`, or `transformAsync`. */
  readonly name?: string | undefined;
  /** Soft mark of the input queue, in samples or bytes (see `weigh`): the source is held above it. Default 16384. */
  readonly highWater?: number | undefined;
  /** Hard limit of the input queue, same unit. Default 8 times `highWater`, at least 131072. */
  readonly limit?: number | undefined;
  /** How many `next` calls may be under way at once; outputs keep the order of the inputs. Default 1. */
  readonly concurrency?: number | undefined;
}

const schema = z.strictObject({
  name: z.string().optional(),
  highWater: z.number().nonnegative().default(DEFAULT_HIGH_WATER),
  limit: z.number().positive().optional(),
  concurrency: z.int().min(1).max(1024).default(1),
});

/**
 * Makes an operator of an asynchronous kernel; `create` is called once per subscription.
 *
 * While the kernel works, input waits in a bounded queue: above `highWater` the source is held, past
 * `limit` the stream ends with `limit-exceeded`. Nothing new is begun while downstream is held. Calls
 * that return no promise pass straight through, in the tick of their input.
 *
 * @param create Makes a fresh kernel.
 * @throws AudioFlowError `invalid-option` at once; through the stream what the kernel throws, and
 * `limit-exceeded` when a source ignores demand.
 *
 * @example
 * import { createFrame, fromFrames, run, transformAsync } from '@audioflow/core';
 * const slow = transformAsync(() => ({
 *   next: async (frame, emit) => {
 *     await new Promise((resolve) => setTimeout(resolve, 1));
 *     await emit(frame);
 *   },
 * }));
 * const frames = [1, 2].map((n) => createFrame([new Float32Array(n)], { sampleRate: 8000 }));
 * await run(fromFrames(frames).pipe(slow), { write: (f) => console.log(f.length) }); // 1 2
 */
export const transformAsync = <I = AudioFrame, O = AudioFrame>(
  create: () => AsyncTransform<I, O>,
  options: TransformAsyncOptions = {},
): OperatorFunction<I, O> => {
  checkFunction('transformAsync', 'what makes a kernel', create);
  const checked = checkOptions('transformAsync', schema, options);
  const settings = {
    name: checked.name ?? (create.name || 'transformAsync'),
    highWater: checked.highWater,
    limit: checked.limit ?? Math.max(checked.highWater, DEFAULT_HIGH_WATER) * DEFAULT_LIMIT_FACTOR,
    concurrency: checked.concurrency,
  };
  return lift(settings.name, (out: Subscriber<O>) => connectAsync(out, create(), settings));
};
