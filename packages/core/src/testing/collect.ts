import type { Observable } from 'rxjs';
import { run } from '../flow/index.js';

/**
 * Runs a stream to its end and answers all items; rejects with the stream's error.
 *
 * @param yielding Make the sink asynchronous, so that demand is at work. Default true.
 *
 * @example
 * import { collect } from '@audioflow/core/testing';
 * import { silence } from '@audioflow/core';
 * const frames = await collect(silence({ duration: 0.01, sampleRate: 8000, frameLength: 40 }));
 * console.log(frames.length); // 2
 */
export const collect = async <T>(stream: Observable<T>, yielding = true): Promise<T[]> => {
  const items: T[] = [];
  const write = (item: T): void => {
    items.push(item);
  };
  await run(stream, { write: yielding ? async (item) => write(item) : write });
  return items;
};
