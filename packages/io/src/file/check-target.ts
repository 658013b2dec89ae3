import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { AudioFlowError } from '@audioflow/core';
import { fileError } from './file-error.js';

/**
 * Checks, before any work is done, that a file can be made at `path`: its folder is there, and it is
 * not a folder itself.
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
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) {
    throw new AudioFlowError('io', `${owner}: expected a file name, got the directory ${path}`, {
      details: { path, errno: 'EISDIR' },
    });
  }
};
