import type { Clock } from '@audioflow/core';

/** Keeps a list new, and asks for it no more often than it may. */
export interface DeviceWatch {
  /** Lists anew; resolves when that has been done, with a listing that began after this call. */
  renew(): Promise<void>;
  /** Ends what is under way; nothing is listed any more. */
  end(): void;
}

/** What is listed, and how often at most. */
export interface DeviceWatchOptions {
  /** Lists; never rejects. */
  readonly list: () => Promise<void>;
  /** From the end of one listing to the next, at least. */
  readonly everyMs: number;
  readonly clock: Clock;
}

/**
 * Bounds how often devices are listed: the first call is answered at once, and all that come within `everyMs` of the last by one listing
 * after it. However many ask, at most one listing is under way.
 */
export const createDeviceWatch = ({ list, everyMs, clock }: DeviceWatchOptions): DeviceWatch => {
  const over = new AbortController();
  /** One that has been asked for, and has not begun. */
  let waiting: Promise<void> | undefined;
  let last: Promise<void> = Promise.resolve();
  let endedAt = Number.NEGATIVE_INFINITY;
  const next = async (): Promise<void> => {
    await last;
    const wait = endedAt + everyMs - clock.now();
    if (wait > 0) await clock.sleep(wait, over.signal).catch(() => undefined);
    waiting = undefined;
    if (over.signal.aborted) return;
    last = list().then(() => {
      endedAt = clock.now();
    });
    await last;
  };
  return {
    renew: () => {
      waiting ??= next();
      return waiting;
    },
    end: () => over.abort(),
  };
};
