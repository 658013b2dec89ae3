import type { MonoTypeOperatorFunction, Subscriber } from 'rxjs';
import * as z from 'zod';
import {
  createDemand,
  currentDemand,
  DEFAULT_LIMIT_FACTOR,
  isHeeded,
  scopeOf,
  withDemand,
} from '../demand/index.js';
import { AudioFlowError, checkOptions } from '../error/index.js';
import { createHoldMeter, type Lifted, lift } from '../operator/index.js';
import { secondsOf } from './timed.js';

/** Options of {@link boundedBuffer}: a size in `seconds` of sound, in `items`, or both. */
export interface BoundedBufferOptions {
  /** Seconds of sound that may wait. */
  readonly seconds?: number | undefined;
  /** Items that may wait, for payloads without a duration. */
  readonly items?: number | undefined;
  /** What gives when a source that cannot wait fills it. */
  readonly overflow: 'drop-oldest' | 'drop-newest' | 'error';
  /** Called with the number of items dropped so far, at each drop. */
  readonly onDrop?: ((dropped: number) => void) | undefined;
}

const schema = z
  .strictObject({
    seconds: z.number().positive().optional(),
    items: z.int().positive().optional(),
    overflow: z.enum(['drop-oldest', 'drop-newest', 'error']),
    onDrop: z
      .custom<(dropped: number) => void>((f) => typeof f === 'function', 'expected a function')
      .optional(),
  })
  .refine((options) => options.seconds !== undefined || options.items !== undefined, {
    message: 'expected `seconds` or `items`',
  });

const NAME = 'boundedBuffer';

const connect = <T>(out: Subscriber<T>, options: BoundedBufferOptions): Lifted<T> => {
  const { seconds = Number.POSITIVE_INFINITY, items = Number.POSITIVE_INFINITY } = options;
  const down = currentDemand() ?? createDemand();
  const up = createDemand(scopeOf(down));
  let waiting: T[] = [];
  let level = 0;
  let dropped = 0;
  let completed = false;
  let roomAsked = false;
  const meter = createHoldMeter(NAME, up, () => waiting.length);

  const full = (factor = 1): boolean =>
    level >= seconds * factor || waiting.length >= items * factor;
  /** A source that waits may have had a burst under way when it was held: that is not an overflow. */
  const overfull = (): boolean => full(isHeeded(up) ? DEFAULT_LIMIT_FACTOR : 1);
  const drop = (): void => {
    dropped += 1;
    meter.dropped();
    options.onDrop?.(dropped);
  };
  const drain = (): void => {
    while (!out.closed && waiting.length > 0) {
      if (!down.open) {
        if (roomAsked) break;
        roomAsked = true;
        void down.ready().then(() => {
          roomAsked = false;
          drain();
        });
        break;
      }
      const [first] = waiting.splice(0, 1);
      if (first === undefined) break;
      level = waiting.length === 0 ? 0 : level - secondsOf(first);
      meter.gave();
      withDemand(down, () => out.next(first));
    }
    if (out.closed) return;
    meter.set(full());
    if (completed && waiting.length === 0) withDemand(down, () => out.complete());
  };
  const overflows = (): boolean => {
    if (!overfull()) return false;
    if (options.overflow === 'error') {
      const size = [
        options.seconds === undefined ? '' : `${options.seconds} s`,
        options.items === undefined ? '' : `${options.items} items`,
      ].filter((text) => text !== '');
      const message = `${NAME}: the source is ahead of what is downstream by more than ${size.join(' or ')}: make downstream faster, the buffer larger, or choose overflow 'drop-oldest'`;
      out.error(new AudioFlowError('limit-exceeded', message, { details: { operator: NAME } }));
      return true;
    }
    if (options.overflow === 'drop-newest') {
      drop();
      return true;
    }
    while (overfull()) {
      const [oldest] = waiting.splice(0, 1);
      level = waiting.length === 0 ? 0 : level - secondsOf(oldest);
      drop();
    }
    return false;
  };

  out.add(() => {
    waiting = [];
    meter.end();
    up.dispose();
  });
  return {
    around: (subscribe) => withDemand(up, subscribe),
    next: (item) => {
      meter.took();
      if (overflows()) return;
      waiting.push(item);
      level += secondsOf(item);
      drain();
    },
    complete: () => {
      completed = true;
      drain();
    },
  };
};

/**
 * Puts a bounded queue between a source and a slower rest.
 *
 * A pausable source is held when the queue is full, and nothing is lost: what it had under way may
 * pass the size, up to eight times. A live source cannot wait: then `overflow` says what gives. A drop
 * shows downstream as a jump in `pts`, and is counted. The size is passed by one item at most.
 *
 * @throws AudioFlowError `invalid-option` at once; `limit-exceeded` through the stream with
 * `overflow: 'error'`.
 *
 * @example
 * import { boundedBuffer, run, sine } from '@audioflow/core';
 * const report = await run(
 *   sine({ duration: 0.1, sampleRate: 8000, frameLength: 80 }).pipe(
 *     boundedBuffer({ seconds: 0.02, overflow: 'drop-oldest' }),
 *   ),
 *   { write: async () => {} },
 * );
 * console.log(report.samples); // 800
 */
export const boundedBuffer = <T>(options: BoundedBufferOptions): MonoTypeOperatorFunction<T> => {
  const checked = checkOptions(NAME, schema, options);
  return lift((out: Subscriber<T>) => connect(out, checked));
};
