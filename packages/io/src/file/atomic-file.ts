import { randomBytes } from 'node:crypto';
import { type FileHandle, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileError } from './file-error.js';

/** A file that appears under its name only when it is complete. */
export interface AtomicFile {
  /** Takes bytes for the end of the file; they wait in memory. */
  append(bytes: Uint8Array): void;
  /** Writes what waits once it is 64 KiB or more: to be awaited after a round of `append`. */
  drain(): void | Promise<void>;
  /** Replaces bytes that were written before. */
  patch(bytes: Uint8Array, position: number): Promise<void>;
  /** Bytes appended so far. */
  readonly size: number;
  /** Writes everything to the disk and gives the file its name, in place of an older one. */
  commit(): Promise<void>;
  /** Removes what was written; an older file of that name stays as it was. */
  discard(): Promise<void>;
}

const FLUSH_BYTES = 65_536;
const wish = 'a writable file';

/** Where the file really is, should the path be a link. */
const targetOf = async (path: string): Promise<{ path: string; mode: number | undefined }> => {
  try {
    const real = await realpath(path);
    return { path: real, mode: (await stat(real)).mode & 0o777 };
  } catch {
    return { path, mode: undefined };
  }
};

/** Makes the new name last over a power cut, where the system can (Windows cannot). */
const syncFolder = async (path: string): Promise<void> => {
  const folder = await open(dirname(path), 'r').catch(() => undefined);
  await folder?.sync().catch(() => undefined);
  await folder?.close();
};

/**
 * Opens a temporary file beside `path`; `commit` renames it.
 *
 * @throws AudioFlowError `io` with the path, here and from every call.
 */
export const openAtomicFile = async (owner: string, path: string): Promise<AtomicFile> => {
  const guard = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (cause) {
      throw fileError(owner, { path, wish }, cause);
    }
  };
  const target = await targetOf(path);
  const name = `.${basename(target.path)}.${randomBytes(6).toString('hex')}.part`;
  const part = join(dirname(target.path), name);
  const file: FileHandle = await guard(() => open(part, 'wx', target.mode));
  let waiting: Uint8Array[] = [];
  let waitingBytes = 0;
  let written = 0;
  let ended = false;

  const flush = async (): Promise<void> => {
    const bytes = Buffer.concat(waiting);
    waiting = [];
    waitingBytes = 0;
    for (let at = 0; at < bytes.length; ) {
      const { bytesWritten } = await file.write(bytes, at, bytes.length - at, written);
      at += bytesWritten;
      written += bytesWritten;
    }
  };
  const discard = async (): Promise<void> => {
    waiting = [];
    if (!ended) await file.close().catch(() => undefined);
    ended = true;
    await rm(part, { force: true });
  };

  return {
    get size() {
      return written + waitingBytes;
    },
    append(bytes) {
      waiting.push(bytes);
      waitingBytes += bytes.length;
    },
    drain: () => (waitingBytes < FLUSH_BYTES ? undefined : guard(flush)),
    patch: (bytes, position) =>
      guard(async () => {
        await flush();
        await file.write(bytes, 0, bytes.length, position);
      }),
    commit: () =>
      guard(async () => {
        try {
          await flush();
          await file.sync();
          ended = true;
          await file.close();
          await rename(part, target.path);
        } catch (cause) {
          await discard();
          throw cause;
        }
        await syncFolder(target.path);
      }),
    discard,
  };
};
