import { type FileHandle, open, readlink, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { fileError } from './file-error.js';
import type { OutputFile } from './output-file.types.js';

const FLUSH_BYTES = 262_144;
/** Of the name as many letters as leave room for the rest in 255 bytes, which is all that file systems take. */
const NAME_LETTERS = 50;
const wish = 'a writable file';

/** As many links of links as Linux follows. */
const MOST_LINKS = 40;

/** Where the file really is, or will be, should the path be a link. */
const targetOf = async (
  path: string,
  links = MOST_LINKS,
): Promise<{ path: string; mode: number | undefined }> => {
  try {
    const real = await realpath(path);
    return { path: real, mode: (await stat(real)).mode & 0o777 };
  } catch {
    const next = links > 0 ? await readlink(path).catch(() => undefined) : undefined;
    if (next === undefined) return { path, mode: undefined };
    return targetOf(resolve(dirname(path), next), links - 1);
  }
};

/**
 * Nobody else's name: `wx` opens no file that is there. Node's `crypto` would do it too, but takes some milliseconds
 * to load.
 */
const uniqueName = (): string =>
  `${process.pid.toString(36)}-${Math.random().toString(36).slice(2, 12)}`;

/** Makes the new name last over a power cut, where the system can (Windows cannot). */
const syncFolder = async (path: string): Promise<void> => {
  const folder = await open(dirname(path), 'r').catch(() => undefined);
  await folder?.sync().catch(() => undefined);
  await folder?.close();
};

/**
 * Opens a file that appears under its name only when it is complete: a temporary one beside `path`, which
 * `commit` renames.
 *
 * @throws AudioFlowError `io` with the path, here and from every call.
 */
export const openAtomicFile = async (owner: string, path: string): Promise<OutputFile> => {
  const guard = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (cause) {
      throw fileError(owner, { path, wish }, cause);
    }
  };
  const target = await targetOf(path);
  const letters = [...basename(target.path)].slice(0, NAME_LETTERS).join('');
  const name = `.${letters}.${uniqueName()}.part`;
  const part = join(dirname(target.path), name);
  const file: FileHandle = await guard(() => open(part, 'wx+', target.mode));
  let waiting: Uint8Array[] = [];
  let waitingBytes = 0;
  let written = 0;
  let ended = false;

  const writeAt = async (bytes: Uint8Array, position: number): Promise<void> => {
    for (let at = 0; at < bytes.length; ) {
      const { bytesWritten } = await file.write(bytes, at, bytes.length - at, position + at);
      at += bytesWritten;
    }
  };
  const writeAll = async (parts: readonly Uint8Array[], position: number): Promise<void> => {
    let at = position;
    let left = (await file.writev([...parts], at)).bytesWritten;
    for (const part of parts) {
      const taken = Math.min(left, part.length);
      left -= taken;
      if (taken < part.length) await writeAt(part.subarray(taken), at + taken);
      at += part.length;
    }
  };
  const flush = async (): Promise<void> => {
    if (waitingBytes === 0) return;
    const parts = waiting;
    const position = written;
    written += waitingBytes;
    waiting = [];
    waitingBytes = 0;
    await writeAll(parts, position);
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
    random: {
      patch: (bytes, position) =>
        guard(async () => {
          await flush();
          await writeAt(bytes, position);
        }),
      read: (position, length) =>
        guard(async () => {
          await flush();
          const bytes = new Uint8Array(length);
          const { bytesRead } = await file.read(bytes, 0, length, position);
          return bytes.subarray(0, bytesRead);
        }),
    },
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
