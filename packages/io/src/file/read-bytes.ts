import { type FileHandle, open } from 'node:fs/promises';
import { type ByteStream, checkOptions, fromPull } from '@audioflow/core';
import { takeUntil } from 'rxjs';
import * as z from 'zod';
import { abortNotifier } from './abort-error.js';
import { fileError } from './file-error.js';
import { pathSchema, signalSchema } from './option-schemas.js';

/** Options of {@link readBytes}. */
export interface ReadBytesOptions {
  /** Bytes per chunk; the last one may be shorter. Default 65536. */
  readonly chunkBytes?: number | undefined;
  /** Where to begin, in bytes. Default 0. */
  readonly start?: number | undefined;
  /** Aborts: the file is closed, the stream fails with `aborted`. */
  readonly signal?: AbortSignal | undefined;
}

const schema = z.strictObject({
  path: pathSchema,
  chunkBytes: z.int().min(1).max(16_777_216).default(65_536),
  start: z.int().nonnegative().default(0),
  signal: signalSchema.optional(),
});

const openFile = async (path: string): Promise<FileHandle> => {
  try {
    return await open(path, 'r');
  } catch (cause) {
    throw fileError('readBytes', { path, wish: 'a readable file' }, cause);
  }
};

async function* chunksOf(
  path: string,
  chunkBytes: number,
  start: number,
): AsyncGenerator<Uint8Array> {
  const file = await openFile(path);
  let position = start;
  try {
    for (;;) {
      // A chunk belongs to whoever gets it: each has memory of its own, not zeroed before it is filled.
      const chunk = new Uint8Array(Buffer.allocUnsafeSlow(chunkBytes).buffer);
      const { bytesRead } = await file.read(chunk, 0, chunkBytes, position);
      if (bytesRead === 0) return;
      position += bytesRead;
      yield bytesRead === chunkBytes ? chunk : chunk.slice(0, bytesRead);
    }
  } catch (cause) {
    throw fileError('readBytes', { path, wish: 'a readable file' }, cause);
  } finally {
    await file.close();
  }
}

/**
 * Reads a file as a stream of bytes, no faster than downstream takes them.
 *
 * Each subscription opens the file anew, and closes it at the end, on error and on unsubscribe.
 *
 * @throws AudioFlowError `invalid-option` at once; through the stream `io` with the path, `aborted`.
 *
 * @example
 * import { mkdtemp, rm, writeFile } from 'node:fs/promises';
 * import { tmpdir } from 'node:os';
 * import { join } from 'node:path';
 * import { run } from '@audioflow/core';
 * import { readBytes } from '@audioflow/io';
 * const folder = await mkdtemp(join(tmpdir(), 'audioflow-'));
 * await writeFile(join(folder, 'a.bin'), Buffer.alloc(10));
 * const sizes = [];
 * await run(readBytes(join(folder, 'a.bin'), { chunkBytes: 4 }), { write: (b) => { sizes.push(b.length); } });
 * console.log(sizes); // [ 4, 4, 2 ]
 * await rm(folder, { recursive: true });
 */
export const readBytes = (path: string, options: ReadBytesOptions = {}): ByteStream => {
  const { chunkBytes, start, signal } = checkOptions('readBytes', schema, { path, ...options });
  const bytes = fromPull(() => chunksOf(path, chunkBytes, start), { name: 'readBytes' });
  return signal === undefined ? bytes : bytes.pipe(takeUntil(abortNotifier('readBytes', signal)));
};
