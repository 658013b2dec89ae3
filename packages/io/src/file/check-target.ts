import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { AudioFlowError } from '@audioflow/core';
import { fileError } from './file-error.js';

/**
 * Checks, before any work is done, that a file can be made at `path`: its folder is there, and it is
 * not a folder itself, nor a device, a pipe or a socket, which a file would replace.
 *
 * @throws AudioFlowError `io`.
 */
export const checkTarget = (owner: string, path: string): void => {
  const folder = dirname(path);
  try {
    if (!statSync(folder).isDirectory()) {
      throw Object.assign(new Error('not a folder'), { code: 'ENOTDIR' });
    }
  } catch (cause) {
    throw fileError(owner, { path: folder, wish: `an existing folder for ${path}` }, cause);
  }
  const there = statSync(path, { throwIfNoEntry: false });
  if (there === undefined || there.isFile()) return;
  if (there.isDirectory()) {
    throw new AudioFlowError('io', `${owner}: expected a file name, got the directory ${path}`, {
      details: { path, errno: 'EISDIR' },
    });
  }
  throw new AudioFlowError(
    'io',
    `${owner}: expected a file name, got ${path}, a pipe, a socket or a device: open it with node:fs createWriteStream and give toWritable of that`,
    { details: { path, errno: 'EINVAL' } },
  );
};
