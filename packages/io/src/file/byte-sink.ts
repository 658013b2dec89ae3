import type { Sink } from '@audioflow/core';
import type { RandomAccess } from '../container/index.js';
import type { OutputFile } from './output-file.types.js';

/**
 * Where `writeAudio` and `writePackets` put the bytes of a file that is not one on disk: any sink of bytes,
 * such as `toWritable(process.stdout)` or `toBytes()`.
 */
export interface ByteSink extends Sink<Uint8Array> {
  /** Present where bytes that were written can be replaced: then files get right sizes and an index. */
  readonly random?: RandomAccess | undefined;
}

/** A sink of bytes as the output of one file. */
export const openByteSink = (sink: ByteSink): OutputFile => {
  const { random } = sink;
  let waiting: Uint8Array[] = [];
  let size = 0;
  const flush = async (): Promise<void> => {
    const chunks = waiting;
    waiting = [];
    for (const chunk of chunks) await sink.write(chunk);
  };
  const flushed = async <T>(work: () => Promise<T>): Promise<T> => {
    await flush();
    return work();
  };
  return {
    get size() {
      return size;
    },
    append(bytes) {
      if (bytes.length === 0) return;
      waiting.push(bytes);
      size += bytes.length;
    },
    drain: () => (waiting.length === 0 ? undefined : flush()),
    ...(random === undefined
      ? {}
      : {
          random: {
            patch: (bytes, position) => flushed(() => random.patch(bytes, position)),
            read: (position, length) => flushed(() => random.read(position, length)),
          },
        }),
    commit: () =>
      flushed(async () => {
        await sink.close?.();
      }),
    async discard(reason) {
      waiting = [];
      await sink.abort?.(reason);
    },
  };
};
