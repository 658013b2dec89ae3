import { AudioFlowError, checkOptions } from '@audioflow/core';
import * as z from 'zod';
import type { ByteSink } from './byte-sink.js';

/** Options of {@link toBytes}. */
export interface ToBytesOptions {
  /** The most bytes to hold. Default 268435456 (256 MiB). */
  readonly maxBytes?: number | undefined;
}

/** A sink that keeps bytes in memory. */
export interface BytesSink extends ByteSink {
  /**
   * The bytes, once the stream has ended.
   *
   * @throws AudioFlowError `invalid-state` before that, and after an abort.
   */
  readonly bytes: Uint8Array;
}

const DEFAULT_MAX_BYTES = 268_435_456;
const FIRST_BYTES = 65_536;
const schema = z.strictObject({ maxBytes: z.int().positive().default(DEFAULT_MAX_BYTES) });

/**
 * Makes a sink that collects bytes in memory: `writeAudio(toBytes(), { container: 'mp4' })` makes a whole
 * file there, with right sizes and an index.
 *
 * @throws AudioFlowError `invalid-option` at once; while writing `limit-exceeded` past `maxBytes`.
 *
 * @example
 * import { run, sine } from '@audioflow/core';
 * import { toBytes, writeAudio } from '@audioflow/io';
 * const out = toBytes();
 * await run(sine({ duration: 1, sampleRate: 8000 }), writeAudio(out, { container: 'wav', rf64: false }));
 * console.log(out.bytes.length); // 16044
 */
export const toBytes = (options: ToBytesOptions = {}): BytesSink => {
  const { maxBytes } = checkOptions('toBytes', schema, options);
  let buffer = new Uint8Array(0);
  let size = 0;
  let state: 'open' | 'closed' | 'aborted' = 'open';

  const reserve = (needed: number): void => {
    if (needed > maxBytes) {
      throw new AudioFlowError(
        'limit-exceeded',
        `toBytes: expected at most ${maxBytes} bytes, got ${needed}: raise maxBytes, or write to a file`,
        { details: { maxBytes } },
      );
    }
    if (needed <= buffer.length) return;
    const grown = new Uint8Array(
      Math.min(maxBytes, Math.max(needed, buffer.length * 2, FIRST_BYTES)),
    );
    grown.set(buffer.subarray(0, size));
    buffer = grown;
  };
  const put = (bytes: Uint8Array, position: number): void => {
    reserve(position + bytes.length);
    buffer.set(bytes, position);
    size = Math.max(size, position + bytes.length);
  };

  return {
    write: (bytes) => put(bytes, size),
    close() {
      state = 'closed';
    },
    abort() {
      state = 'aborted';
      buffer = new Uint8Array(0);
      size = 0;
    },
    random: {
      patch: async (bytes, position) => put(bytes, position),
      read: async (position, length) => buffer.slice(position, Math.min(size, position + length)),
    },
    get bytes() {
      if (state === 'closed') return buffer.subarray(0, size);
      throw new AudioFlowError(
        'invalid-state',
        `toBytes: expected the bytes to be asked for after the end of the stream; it is ${state}`,
      );
    },
  };
};
