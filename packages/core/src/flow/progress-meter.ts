import type { Clock } from '../demand/index.js';
import { isObject } from '../error/index.js';
import type { Progress } from './run.types.js';

/** Counts what a run writes. */
export interface ProgressMeter {
  count(item: unknown): void;
  now(): Progress;
  /** Reports the last figures. */
  end(): void;
}

const REPORT_EVERY_MS = 100;

const numberOr0 = (value: unknown): number => (typeof value === 'number' ? value : 0);

/** Makes a {@link ProgressMeter}; `report` is called at most every 100 ms and at the end. */
export const createProgressMeter = (
  clock: Clock,
  report: ((progress: Progress) => void) | undefined,
): ProgressMeter => {
  const start = clock.now();
  let items = 0;
  let samples = 0;
  let bytes = 0;
  let reported = start;
  const now = (): Progress => ({ items, samples, bytes, elapsedMs: clock.now() - start });
  return {
    count: (item) => {
      items += 1;
      if (ArrayBuffer.isView(item)) bytes += item.byteLength;
      else if (isObject(item) && 'kind' in item) {
        if (item.kind === 'pcm') samples += 'length' in item ? numberOr0(item.length) : 0;
        else if (item.kind === 'packet') {
          samples += 'duration' in item ? numberOr0(item.duration) : 0;
          if ('data' in item && ArrayBuffer.isView(item.data)) bytes += item.data.byteLength;
        }
      }
      if (report === undefined) return;
      const time = clock.now();
      if (time - reported < REPORT_EVERY_MS) return;
      reported = time;
      report(now());
    },
    now,
    end: () => report?.(now()),
  };
};
