import type { Subscriber } from 'rxjs';
import {
  createDemand,
  createWeightedQueue,
  currentDemand,
  diagnostics,
  scopeOf,
  withDemand,
} from '../demand/index.js';
import { isPromise } from '../error/index.js';
import { createHoldMeter } from './hold-meter.js';
import type { Lifted } from './lift.js';
import { operatorError } from './operator-error.js';
import { createOutputLanes, type Lane } from './output-lanes.js';
import type { AsyncTransform } from './transform.types.js';

/** The checked options of `transformAsync`. */
export interface AsyncSettings {
  readonly name: string;
  readonly highWater: number;
  readonly limit: number;
  readonly concurrency: number;
}

/** Wires an asynchronous kernel between a source and `out`. Internal to core. */
export const connectAsync = <I, O>(
  out: Subscriber<O>,
  kernel: AsyncTransform<I, O>,
  settings: AsyncSettings,
): Lifted<I> => {
  const { name, highWater, limit, concurrency } = settings;
  const down = currentDemand() ?? createDemand();
  const up = down.child();
  /** What the operator itself waits for: settled when the subscription ends. */
  const room = down.child();
  const queue = createWeightedQueue<I>({
    owner: name,
    limit,
    mend: 'use a source that honours demand (fromPull, fromFrames) instead of from() or a Subject, put boundedBuffer() before it, or raise `limit`',
  });
  const meter = createHoldMeter(name, up, () => queue.length);
  const lanes = createOutputLanes(out, { down, room }, meter.gave);
  let active = 0;
  let completed = false;
  let flushing = false;
  let over = false;
  let pumping = false;
  let waitingForRoom = false;

  /** Calls that are under way when the subscription ends. */
  let resolveIdle: () => void = () => {};
  const untilIdle = new Promise<void>((resolve) => {
    resolveIdle = resolve;
  });
  const idle = (): void => {
    if (active === 0) resolveIdle();
  };
  const dispose = async (): Promise<void> => {
    try {
      await kernel.dispose?.();
    } catch (error) {
      diagnostics.warn({ operator: name, message: `dispose failed: ${String(error)}` });
    }
  };
  const cancel = (): void => {
    try {
      kernel.cancel?.();
    } catch (error) {
      diagnostics.warn({ operator: name, message: `cancel failed: ${String(error)}` });
    }
  };
  const fail = (error: unknown, input?: I): void => {
    if (over) return;
    withDemand(down, () => out.error(operatorError(error, name, input)));
  };
  const settled = (lane: Lane<O>): void => {
    active -= 1;
    if (over) {
      idle();
      return;
    }
    lane.end();
    pump();
  };
  /** Begins a call of the kernel: `settle` follows with what it answers. */
  const begin = (): Lane<O> => {
    active += 1;
    return lanes.open();
  };
  /** Ends a call of the kernel, now or when its promise settles; true if it was done in this tick. */
  const settle = (lane: Lane<O>, result: void | Promise<void>, input?: I): boolean => {
    if (isPromise(result)) {
      result.then(
        () => settled(lane),
        (error: unknown) => {
          fail(error, input);
          settled(lane);
        },
      );
      return false;
    }
    active -= 1;
    if (over) idle();
    else lanes.endAtOnce(lane);
    return true;
  };
  const tryNext = (input: I, lane: Lane<O>): void | Promise<void> => {
    try {
      return kernel.next(input, lane.emit);
    } catch (error) {
      return fail(error, input);
    }
  };
  const tryFlush = (lane: Lane<O>): void | Promise<void> => {
    try {
      return kernel.flush?.(lane.emit);
    } catch (error) {
      return fail(error);
    }
  };
  const callNext = (input: I): void => {
    const lane = begin();
    settle(lane, tryNext(input, lane), input);
  };
  const callFlush = (): boolean => {
    const lane = begin();
    return settle(lane, tryFlush(lane));
  };
  const complete = (): void => {
    if (!over) withDemand(down, () => out.complete());
  };
  const finish = (): void => {
    if (!flushing) {
      flushing = true;
      if (kernel.flush && !callFlush()) return;
    }
    if (active === 0) complete();
  };
  const awaitRoom = (): void => {
    if (waitingForRoom) return;
    waitingForRoom = true;
    void room.ready().then(() => {
      waitingForRoom = false;
      if (!over) pump();
    });
  };
  const pump = (): void => {
    if (pumping) return;
    pumping = true;
    while (!over && lanes.size < concurrency && queue.length > 0) {
      if (!down.open) {
        awaitRoom();
        break;
      }
      const first = queue.shift();
      if (first) callNext(first.item);
    }
    pumping = false;
    if (over) return;
    meter.set(queue.weight > highWater);
    // A call that is done may have outputs that are being put out at this moment.
    if (completed && queue.length === 0 && active === 0 && lanes.size === 0) finish();
  };

  out.add(() => {
    over = true;
    queue.clear();
    lanes.close();
    meter.end();
    up.dispose();
    room.dispose();
    if (active > 0) cancel();
    scopeOf(down).track(name, active === 0 ? dispose() : untilIdle.then(dispose));
  });
  return {
    around: (subscribe) => withDemand(up, subscribe),
    next: (input) => {
      meter.took();
      if (active === 0 && queue.length === 0 && down.open && !pumping) {
        callNext(input);
        if (queue.length > 0 || completed) pump();
        return;
      }
      try {
        queue.push(input);
      } catch (error) {
        fail(error, input);
        return;
      }
      pump();
    },
    complete: () => {
      completed = true;
      pump();
    },
  };
};
