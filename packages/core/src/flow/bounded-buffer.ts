import type { MonoTypeOperatorFunction, Subscriber } from 'rxjs';
import * as z from 'zod';
import {
  createDemand,
  currentDemand,
  DEFAULT_LIMIT_FACTOR,
  emitUnder,
  isPausable,
  markPausable,
  scopeOf,
  withDemand,
} from '../demand/index.js';
import { AudioFlowError, checkOptions } from '../error/index.js';
import { createHoldMeter, type Lifted, lift } from '../operator/index.js';
import { isTimed, secondsOf } from './timed.js';

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

const overflowError = ({ seconds, items }: BoundedBufferOptions): AudioFlowError => {
  const sizes = [
    ...(seconds === undefined ? [] : [`${seconds} s`]),
    ...(items === undefined ? [] : [`${items} items`]),
  ];
  const message = `${NAME}: the source is ahead of what is downstream by more than ${sizes.join(' or ')}: make downstream faster, the buffer larger, or choose overflow 'drop-oldest'`;
  return new AudioFlowError('limit-exceeded', message, { details: { operator: NAME } });
};

const untimedError = (): AudioFlowError =>
  new AudioFlowError(
    'invalid-option',
    `${NAME}: expected frames or packets to measure in seconds, got something without a duration: give \`items\``,
    { details: { operator: NAME } },
  );

const connect = <T>(out: Subscriber<T>, options: BoundedBufferOptions): Lifted<T> => {
  const { seconds = Number.POSITIVE_INFINITY, items = Number.POSITIVE_INFINITY } = options;
  const down = currentDemand() ?? createDemand();
  const room = down.child();
  markPausable(room);
  const up = createDemand(scopeOf(down));
  const waiting: { readonly item: T }[] = [];
  let level = 0;
  let dropped = 0;
  let completed = false;
  let roomAsked = false;
  let draining = false;
  const meter = createHoldMeter(NAME, up, () => waiting.length);

  const full = (factor = 1): boolean =>
    level >= seconds * factor || waiting.length >= items * factor;
  /** A source that waits may have had a burst under way when it was held: that is not an overflow. */
  const overfull = (): boolean => full(isPausable(up) ? DEFAULT_LIMIT_FACTOR : 1);
  const take = (): { readonly item: T } | undefined => {
    const first = waiting.shift();
    level = first && waiting.length > 0 ? level - secondsOf(first.item) : 0;
    return first;
  };
  const drop = (): void => {
    dropped += 1;
    meter.dropped();
    options.onDrop?.(dropped);
  };
  const awaitRoom = (): void => {
    if (roomAsked) return;
    roomAsked = true;
    void room.ready().then(() => {
      roomAsked = false;
      drain();
    });
  };
  const drain = (): void => {
    if (draining) return;
    draining = true;
    while (!out.closed && down.open) {
      const first = take();
      if (first === undefined) break;
      meter.gave();
      emitUnder(down, out, first.item);
    }
    draining = false;
    if (out.closed) return;
    // A source that cannot wait is not held, nor are the operators behind it.
    meter.set(full() && isPausable(up));
    if (waiting.length > 0) awaitRoom();
    else if (completed) withDemand(down, () => out.complete());
  };
  /** Makes room for one more item; false if the item is not to be taken. */
  const makeRoom = (): boolean => {
    if (!overfull()) return true;
    if (options.overflow === 'error') throw overflowError(options);
    if (options.overflow === 'drop-newest') {
      drop();
      return false;
    }
    while (overfull()) {
      take();
      drop();
    }
    return true;
  };

  out.add(() => {
    waiting.length = 0;
    room.dispose();
    meter.end();
    up.dispose();
  });
  return {
    around: (subscribe) => withDemand(up, subscribe),
    next: (item) => {
      meter.took();
      if (options.items === undefined && !isTimed(item)) throw untimedError();
      if (!makeRoom()) return;
      waiting.push({ item });
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
 * A pausable source is held when the queue is full, and nothing is lost: what it had under way then is
 * taken, up to eight times the size. A source that cannot wait is not held: at the size, by one item at
 * most, `overflow` says what gives. A drop shows downstream as a jump in `pts`, and is counted.
 *
 * @throws AudioFlowError `invalid-option` at once, and through the stream when items without a duration
 * are to be measured in seconds; `limit-exceeded` through the stream with `overflow: 'error'`.
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
  return lift(NAME, (out: Subscriber<T>) => connect(out, checked));
};
