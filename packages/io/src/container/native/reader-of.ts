import { readSync } from 'node:fs';
import type { ReadAt } from '../read-at.types.js';
import type { OpenFile } from './native-input.js';

/** Reads an open file, or the part of it that counts. */
export const readerOf =
  ({ fd, start, size }: OpenFile): ReadAt =>
  (at, count) => {
    const bytes = new Uint8Array(Math.max(0, Math.min(count, size - at)));
    // Files may point anywhere: nothing is read from there.
    if (bytes.length === 0) return bytes;
    return bytes.subarray(0, readSync(fd, bytes, 0, bytes.length, start + at));
  };
