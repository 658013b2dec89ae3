import type { OperatorFunction, Subscriber } from 'rxjs';
import * as z from 'zod';
import { diagnostics } from '../demand/index.js';
import { AudioFlowError, checkFunction, checkOptions } from '../error/index.js';
import type { AudioFrame } from '../signal/index.js';
import { lift, type SourceHandlers } from './lift.js';
import { operatorError } from './operator-error.js';
import type { Transform } from './transform.types.js';

/** Options of {@link transform}. */
export interface TransformOptions {
  /** The operator's name in errors and diagnostics. Default: the name of `create`, or `transform`. */
  readonly name?: string | undefined;
}

const schema = z.strictObject({ name: z.string().optional() });

/** Inputs that may wait while the kernel is at work: only a feedback loop makes any. */
const REENTRANT_LIMIT = 1024;

const connect = <I, O>(out: Subscriber<O>, kernel: Transform<I, O>, name: string) => {
  const waiting: { readonly input: I }[] = [];
  let busy = false;
  let over = false;
  let completed = false;
  let disposed = false;

  const emit = (output: O): boolean => {
    out.next(output);
    return !out.closed;
  };
  const dispose = (): void => {
    over = true;
    if (busy || disposed) return;
    disposed = true;
    try {
      kernel.dispose?.();
    } catch (error) {
      diagnostics.warn({ operator: name, message: `dispose failed: ${String(error)}` });
    }
  };
  const guarded = (work: () => void, input?: I): void => {
    busy = true;
    try {
      work();
    } catch (error) {
      busy = false;
      if (!over) out.error(operatorError(error, name, input));
    }
    busy = false;
    if (over) dispose();
  };
  const finish = (): void => {
    guarded(() => kernel.flush?.(emit));
    if (!over) out.complete();
  };
  const settle = (): void => {
    for (let first = waiting.shift(); first && !over; first = waiting.shift()) {
      const { input } = first;
      guarded(() => kernel.next(input, emit), input);
    }
    if (completed && !over) finish();
  };
  const handlers: SourceHandlers<I> = {
    next: (input) => {
      if (busy) {
        waiting.push({ input });
        if (waiting.length > REENTRANT_LIMIT) {
          const message = `${name}: more than ${REENTRANT_LIMIT} inputs came in from its own output: break the loop`;
          out.error(new AudioFlowError('limit-exceeded', message, { details: { operator: name } }));
        }
        return;
      }
      busy = true;
      try {
        kernel.next(input, emit);
      } catch (error) {
        busy = false;
        if (!over) out.error(operatorError(error, name, input));
      }
      busy = false;
      if (over) dispose();
      else if (waiting.length > 0 || completed) settle();
    },
    complete: () => {
      completed = true;
      if (!busy) settle();
    },
  };
  out.add(dispose);
  return handlers;
};

/**
 * Makes an operator of a synchronous kernel; `create` is called once per subscription.
 *
 * A throw in the kernel becomes the stream's error, with the operator's name and the pts. A source
 * that emits synchronously is not drained past an early stop. Input that arrives while the kernel is
 * at work (a feedback loop) waits its turn.
 *
 * @param create Makes a fresh kernel.
 * @throws AudioFlowError `invalid-option` at once; through the stream what the kernel throws; `limit-exceeded` when more than
 * 1024 inputs wait in a feedback loop.
 *
 * @example
 * import { createFrame, fromFrames, transform } from '@audioflow/core';
 * const negate = () =>
 *   transform(() => ({
 *     next: (frame, emit) => {
 *       emit({ ...frame, channels: frame.channels.map((plane) => plane.map((x) => -x)) });
 *     },
 *   }), { name: 'negate' });
 * const one = createFrame([Float32Array.of(0.5)], { sampleRate: 48000 });
 * fromFrames([one]).pipe(negate()).subscribe((frame) => console.log(frame.channels[0][0])); // -0.5
 */
export const transform = <I = AudioFrame, O = AudioFrame>(
  create: () => Transform<I, O>,
  options: TransformOptions = {},
): OperatorFunction<I, O> => {
  checkFunction('transform', 'what makes a kernel', create);
  const { name = create.name || 'transform' } = checkOptions('transform', schema, options);
  return lift(name, (out: Subscriber<O>) => connect(out, create(), name));
};
