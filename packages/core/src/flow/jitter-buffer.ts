import type { MonoTypeOperatorFunction, Subscriber } from 'rxjs';
import * as z from 'zod';
import {
  type Clock,
  createDemand,
  currentDemand,
  emitUnder,
  markPausable,
  scopeOf,
  systemClock,
  withDemand,
} from '../demand/index.js';
import { checkOptions, isObject } from '../error/index.js';
import { createHoldMeter, type Lifted, lift, operatorError } from '../operator/index.js';
import type { Timed } from './timed.js';

/** Options of {@link jitterBuffer}. */
export interface JitterBufferOptions {
  /** How long the first item waits: the delay that is traded for smoothness. Default 100 ms. */
  readonly targetMs?: number | undefined;
  /** Most sound that may wait; above it the oldest items are dropped. Default 1000 ms. */
  readonly maxMs?: number | undefined;
  /** Default `systemClock`. */
  readonly clock?: Clock | undefined;
  /** Called with what the buffer has counted, at each late or dropped item and each rebuffering. */
  readonly onStats?: ((stats: JitterStats) => void) | undefined;
}

/** What a jitter buffer has counted. */
export interface JitterStats {
  /** Items that came after their successors had left. */
  readonly late: number;
  /** Items dropped because more than `maxMs` waited. */
  readonly overflowed: number;
  /** How often it ran dry and waited for `targetMs` again. */
  readonly rebuffered: number;
  /** Jumps of `pts` by more than `maxMs`, either way: the time line starts anew. */
  readonly jumps: number;
}

const isFunction = (f: unknown): f is (stats: JitterStats) => void => typeof f === 'function';
const schema = z
  .strictObject({
    targetMs: z.number().positive().default(100),
    maxMs: z.number().positive().default(1000),
    clock: z.custom<Clock>((c) => isObject(c) && 'sleep' in c, 'expected a Clock').optional(),
    onStats: z.custom<(stats: JitterStats) => void>(isFunction, 'expected a function').optional(),
  })
  .refine((o) => o.maxMs > o.targetMs, 'expected maxMs above targetMs');

const NAME = 'jitterBuffer';
const msOf = (item: Timed): number => (item.pts / item.sampleRate) * 1000;

const connect = <T extends Timed>(
  out: Subscriber<T>,
  options: z.output<typeof schema>,
): Lifted<T> => {
  const { clock = systemClock, targetMs, maxMs, onStats } = options;
  const down = currentDemand() ?? createDemand();
  const up = createDemand(scopeOf(down));
  markPausable(down);
  const over = new AbortController();
  const waiting: T[] = [];
  const meter = createHoldMeter(NAME, up, () => waiting.length);
  const stats = { late: 0, overflowed: 0, rebuffered: 0, jumps: 0 };
  let origin: number | undefined;
  let newestMs: number | undefined;
  let lastMs = Number.NEGATIVE_INFINITY;
  let completed = false;
  let busy = false;
  let nap = new AbortController();

  const count = (what: keyof JitterStats): void => {
    stats[what] += 1;
    onStats?.({ ...stats });
  };
  const insert = (item: T): void => {
    let at = waiting.length;
    while (at > 0 && msOf(waiting[at - 1] ?? item) > msOf(item)) at -= 1;
    waiting.splice(at, 0, item);
    if (at === 0) nap.abort();
  };
  /** What waits leaves at once: what comes after a jump has a time line of its own. */
  const jump = (): void => {
    for (const item of waiting.splice(0)) {
      meter.gave();
      emitUnder(down, out, item);
    }
    origin = undefined;
    newestMs = undefined;
    lastMs = Number.NEGATIVE_INFINITY;
    count('jumps');
    nap.abort();
  };
  /** Drops what is above `maxMs`, and goes on at once with what is left. */
  const shorten = (): void => {
    while (waiting.length > 1 && span() > maxMs) {
      waiting.shift();
      meter.dropped();
      count('overflowed');
      origin = clock.now() - startMs();
      nap.abort();
    }
  };
  const startMs = (): number => {
    const [first] = waiting;
    return first ? msOf(first) : 0;
  };
  const span = (): number => {
    const last = waiting.at(-1);
    return last ? msOf(last) - startMs() : 0;
  };
  /** Sleeps until something else comes first, or the subscription ends. */
  const sleep = async (ms: number): Promise<void> => {
    const mine = new AbortController();
    nap = mine;
    try {
      await clock.sleep(ms, mine.signal);
    } catch (error) {
      if (!mine.signal.aborted || out.closed) throw error;
    }
  };
  const cycle = async (): Promise<void> => {
    for (let first = waiting[0]; first !== undefined; first = waiting[0]) {
      origin ??= clock.now() + targetMs - msOf(first);
      const wait = origin + msOf(first) - clock.now();
      if (wait > 0) {
        await sleep(wait);
        continue;
      }
      if (-wait > targetMs) {
        origin = clock.now() + targetMs - msOf(first);
        count('rebuffered');
        continue;
      }
      if (!down.open) {
        await down.ready(over.signal);
        continue;
      }
      waiting.shift();
      lastMs = msOf(first);
      meter.gave();
      emitUnder(down, out, first);
      if (out.closed) return;
    }
    busy = false;
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
    nap.abort();
    waiting.length = 0;
    meter.end();
    up.dispose();
  });
  return {
    around: (subscribe) => withDemand(up, subscribe),
    next: (item) => {
      meter.took();
      if (newestMs !== undefined && Math.abs(msOf(item) - newestMs) > maxMs) jump();
      newestMs = Math.max(newestMs ?? msOf(item), msOf(item));
      if (msOf(item) <= lastMs || waiting.some(({ pts }) => pts === item.pts)) {
        meter.dropped();
        count('late');
        return;
      }
      insert(item);
      shorten();
      start();
    },
    complete: () => {
      completed = true;
      if (!busy) withDemand(down, () => out.complete());
    },
  };
};

/**
 * Evens out what a network delivers in bursts and out of order: items leave in the order of their
 * `pts`, each at its time.
 *
 * The first item waits `targetMs`. Who comes after its successors have left, or twice, is dropped and
 * counted. When it runs dry for longer than `targetMs`, it fills up again. A jump of `pts` by more than
 * `maxMs` (a sender that starts anew) lets go what waits and starts a new time line. It never holds its
 * source.
 *
 * @example
 * import { createFrame, jitterBuffer } from '@audioflow/core';
 * import { virtualClock } from '@audioflow/core/testing';
 * import { of } from 'rxjs';
 * const at = (pts) => createFrame([new Float32Array(80)], { sampleRate: 8000, pts });
 * const clock = virtualClock();
 * of(at(0), at(160), at(80)).pipe(jitterBuffer({ targetMs: 20, clock }))
 *   .subscribe((frame) => console.log(frame.pts, clock.now())); // 0 20 80 30 160 40
 * await clock.advance(100);
 */
export const jitterBuffer = <T extends Timed>(
  options: JitterBufferOptions = {},
): MonoTypeOperatorFunction<T> => {
  const checked = checkOptions(NAME, schema, options);
  return lift(NAME, (out: Subscriber<T>) => connect(out, checked));
};
