import type { MonoTypeOperatorFunction, Subscriber } from 'rxjs';
import * as z from 'zod';
import {
  type Clock,
  createDemand,
  createWeightedQueue,
  currentDemand,
  diagnostics,
  emitUnder,
  systemClock,
  withDemand,
} from '../demand/index.js';
import { checkOptions, isObject } from '../error/index.js';
import { createHoldMeter, type Lifted, lift, operatorError } from '../operator/index.js';
import type { Timed } from './timed.js';

/** Options of {@link pace}. */
export interface PaceOptions {
  /** Default `systemClock`. */
  readonly clock?: Clock | undefined;
  /** Sound seconds per real second. Default 1. */
  readonly speed?: number | undefined;
  /** How far ahead of its time an item may leave, in ms. Default 0. */
  readonly leadMs?: number | undefined;
  /** A delay above this is not made up for: the time line starts anew. Default 1000 ms. */
  readonly maxLagMs?: number | undefined;
  /** Called for each item with how late it leaves, in ms. */
  readonly onDrift?: ((ms: number) => void) | undefined;
}

const schema = z.strictObject({
  clock: z.custom<Clock>((c) => isObject(c) && 'sleep' in c, 'expected a Clock').optional(),
  speed: z.number().positive().default(1),
  leadMs: z.number().nonnegative().default(0),
  maxLagMs: z.number().positive().default(1000),
  onDrift: z
    .custom<(ms: number) => void>((f) => typeof f === 'function', 'expected a function')
    .optional(),
});

const NAME = 'pace';
/** Timers do not wake earlier than this: what is due within it leaves now. */
const RESOLUTION_MS = 0.5;
const LIMIT = 1_048_576;

const connect = <T extends Timed>(
  out: Subscriber<T>,
  options: z.output<typeof schema>,
): Lifted<T> => {
  const { clock = systemClock, speed, leadMs, maxLagMs, onDrift } = options;
  const down = currentDemand() ?? createDemand();
  const up = down.child();
  const over = new AbortController();
  const queue = createWeightedQueue<T>({
    owner: NAME,
    limit: LIMIT,
    mend: 'use a pausable source (fromPull, fromFrames), or leave pace out after a live one',
  });
  const meter = createHoldMeter(NAME, up, () => queue.length);
  let origin: { readonly at: number; readonly seconds: number } | undefined;
  let completed = false;
  let busy = false;

  /** Milliseconds until the item is due; starts the time line anew after a long stall or a jump back. */
  const untilDue = (item: T): number => {
    const seconds = item.pts / item.sampleRate;
    const time = clock.now();
    origin ??= { at: time, seconds };
    const due = origin.at + ((seconds - origin.seconds) * 1000) / speed;
    if (seconds >= origin.seconds && time - due <= maxLagMs) return due - time;
    if (seconds >= origin.seconds) {
      const message = `${NAME}: ${Math.round(time - due)} ms late, the time line starts anew`;
      diagnostics.warn({ operator: NAME, message });
    }
    origin = { at: time, seconds };
    return 0;
  };
  const cycle = async (): Promise<void> => {
    for (let first = queue.shift(); first !== undefined; first = queue.shift()) {
      const { item } = first;
      meter.set(true);
      if (!down.open) await down.ready(over.signal);
      const wait = untilDue(item);
      if (wait - leadMs > RESOLUTION_MS) await clock.sleep(wait - leadMs, over.signal);
      if (!down.open) await down.ready(over.signal);
      const late = -untilDue(item);
      onDrift?.(late);
      meter.gave();
      if (queue.length === 0) meter.set(false);
      emitUnder(down, out, item);
      if (out.closed) return;
    }
    busy = false;
    meter.set(false);
    if (completed) withDemand(down, () => out.complete());
  };
  const start = (): void => {
    if (busy) return;
    busy = true;
    cycle().catch((error: unknown) => {
      if (!over.signal.aborted) out.error(operatorError(error, NAME));
    });
  };
  out.add(() => {
    over.abort();
    queue.clear();
    meter.end();
    up.dispose();
  });
  return {
    around: (subscribe) => withDemand(up, subscribe),
    next: (item) => {
      meter.took();
      try {
        queue.push(item);
      } catch (error) {
        out.error(error);
        return;
      }
      start();
    },
    complete: () => {
      completed = true;
      if (!busy) withDemand(down, () => out.complete());
    },
  };
};

/**
 * Turns a fast stream into a real-time one: each frame or packet leaves when its `pts` is due.
 *
 * Time is measured from the first item, so that waiting errors do not add up. After a stall it catches
 * up at once if the delay is below `maxLagMs`, else the time line starts anew. The source is held
 * meanwhile.
 *
 * @example
 * import { pace, run, sine } from '@audioflow/core';
 * import { virtualClock } from '@audioflow/core/testing';
 * const clock = virtualClock();
 * const played = run(sine({ duration: 10, sampleRate: 8000 }).pipe(pace({ clock })), {
 *   write: () => {},
 * });
 * await clock.runUntil(played);
 * console.log(Math.round(clock.now() / 1000)); // 10
 */
export const pace = <T extends Timed>(options: PaceOptions = {}): MonoTypeOperatorFunction<T> => {
  const checked = checkOptions(NAME, schema, options);
  return lift(NAME, (out: Subscriber<T>) => connect(out, checked));
};
