import { mkdtempSync, rmSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AudioFlowError, type ByteStream, toAsyncIterable } from '@audioflow/core';
import { fileError } from '../file-error.js';

/** A source's bytes in a temporary file. */
export interface Spooled {
  readonly path: string;
  /** The source's name. */
  readonly shownAs: string;
  /** Removes it; idempotent. */
  remove(): Promise<void>;
}

/** What is spooled. */
export interface SpoolInit {
  readonly name: string;
  readonly limitBytes: number;
  readonly signal: AbortSignal;
}

/** Folders of this program that are to go when it exits, however many streams are open. */
const folders = new Set<string>();
const removeAll = (): void => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
};

const makeFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'audioflow-spool-'));
  if (folders.size === 0) process.on('exit', removeAll);
  folders.add(folder);
  return folder;
};

const removeFolder = async (folder: string): Promise<void> => {
  await rm(folder, { recursive: true, force: true });
  folders.delete(folder);
  if (folders.size === 0) process.off('exit', removeAll);
};

/**
 * Writes a stream's bytes to a temporary file of this user's, for readers that seek.
 *
 * @throws AudioFlowError `limit-exceeded`, `io`, `aborted`; the stream's own error. Nothing is left then.
 */
export const spoolBytes = async (bytes: ByteStream, init: SpoolInit): Promise<Spooled> => {
  const { name, limitBytes, signal } = init;
  const folder = makeFolder();
  const path = join(folder, 'audio');
  try {
    const file = await open(path, 'wx', 0o600);
    try {
      let size = 0;
      for await (const chunk of toAsyncIterable(bytes)) {
        if (signal.aborted) throw new AudioFlowError('aborted', `${name}: aborted by its signal`);
        size += chunk.length;
        if (size > limitBytes) {
          throw new AudioFlowError(
            'limit-exceeded',
            `${name}: expected at most ${limitBytes} bytes to keep in a temporary file, more came: raise spoolLimitBytes`,
            { details: { limitBytes } },
          );
        }
        await file.writeFile(chunk);
      }
    } finally {
      await file.close();
    }
    return { path, shownAs: name, remove: () => removeFolder(folder) };
  } catch (cause) {
    await removeFolder(folder);
    throw fileError('readAudio', { path, wish: 'to keep bytes in a temporary file' }, cause);
  }
};
