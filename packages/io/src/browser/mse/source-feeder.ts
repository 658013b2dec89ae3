import { AudioFlowError } from '@audioflow/core';
import type { ChunkQueue } from './chunk-queue.js';
import { trimEnd } from './trim-range.js';

/** The part of `TimeRanges` that the feeder reads. */
export interface RangesLike {
  readonly length: number;
  start(index: number): number;
  end(index: number): number;
}

/** The part of `SourceBuffer` that the feeder uses. */
export interface SourceBufferLike {
  readonly updating: boolean;
  readonly buffered: RangesLike;
  appendBuffer(data: Uint8Array<ArrayBuffer>): void;
  remove(start: number, end: number): void;
}

/** Between a queue of chunks and a SourceBuffer. */
interface SourceFeeder {
  /** Does the next thing that is to do, if any: call after each push, on `updateend`, and now and then. */
  pump(): void;
  /** Whether all that was queued has been taken over. */
  readonly isDone: boolean;
}

/** How the feeder sees the player. */
export interface FeederOptions {
  readonly buffer: SourceBufferLike;
  readonly queue: ChunkQueue;
  readonly position: () => number;
  readonly keepBehind: number;
  readonly maxAhead: number;
  readonly onError: (error: AudioFlowError) => void;
}

const isQuotaExceeded = (error: unknown): boolean =>
  typeof error === 'object' &&
  error !== null &&
  'name' in error &&
  error.name === 'QuotaExceededError';

/** How much of the played part stays when the browser's own quota is reached. */
const KEEP_AT_QUOTA = 0.5;

/**
 * Makes the feeder. A chunk leaves the queue only when `appendBuffer` has taken it: at the browser's
 * quota the played part is removed and the same chunk is tried again, so nothing is lost.
 */
export const createSourceFeeder = (options: FeederOptions): SourceFeeder => {
  const { buffer, queue, position, keepBehind, maxAhead, onError } = options;
  let hasFailed = false;

  const removeUpTo = (cut: number): boolean => {
    const { buffered } = buffer;
    if (buffered.length === 0 || cut <= buffered.start(0)) return false;
    buffer.remove(0, cut);
    return true;
  };

  const trim = (): boolean => {
    const { buffered } = buffer;
    if (buffered.length === 0) return false;
    const start = buffered.start(0);
    const end = buffered.end(buffered.length - 1);
    const cut = trimEnd({ start, end, position: position(), keepBehind, maxAhead });
    return cut !== undefined && removeUpTo(cut);
  };

  const fail = (cause: unknown): void => {
    hasFailed = true;
    queue.clear();
    const message =
      'the browser did not take the audio: expected whole frames of the codec announced';
    onError(new AudioFlowError('malformed-data', message, { cause }));
  };

  const append = (chunk: Uint8Array<ArrayBuffer>): void => {
    try {
      buffer.appendBuffer(chunk);
      queue.shift();
    } catch (error) {
      if (!isQuotaExceeded(error)) fail(error);
      else removeUpTo(position() - KEEP_AT_QUOTA);
    }
  };

  return {
    pump: () => {
      if (hasFailed || buffer.updating || trim()) return;
      const chunk = queue.peek();
      if (chunk !== undefined) append(chunk);
    },
    get isDone() {
      return !buffer.updating && queue.bytes === 0;
    },
  };
};
