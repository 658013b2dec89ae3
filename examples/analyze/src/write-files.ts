import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** Writes a file whole or not at all: under a hidden name, which becomes its own at the end. */
const writeWhole = async (
  path: string,
  data: Uint8Array | string,
  signal: AbortSignal,
): Promise<void> => {
  const draft = join(dirname(path), `.${basename(path)}.${process.pid}.part`);
  try {
    await writeFile(draft, data, { signal });
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
};

/** Writes files into a folder, which is made if it is not there. */
export const writeFiles = async (
  folder: string,
  files: ReadonlyMap<string, Uint8Array | string>,
  signal: AbortSignal,
): Promise<void> => {
  signal.throwIfAborted();
  await mkdir(folder, { recursive: true });
  for (const [name, data] of files) await writeWhole(join(folder, name), data, signal);
};
