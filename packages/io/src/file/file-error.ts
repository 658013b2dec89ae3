import { AudioFlowError, isAudioFlowError } from '@audioflow/core';

const words: Readonly<Record<string, string>> = {
  ENOENT: 'nothing is there: check the path',
  EISDIR: 'it is a directory: name a file',
  ENOTDIR: 'a part of the path is not a directory',
  EACCES: 'no permission: check the rights of this process',
  EPERM: 'no permission: check the rights of this process',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'no file may be so large here: raise the limit (ulimit -f)',
  EROFS: 'the file system is read-only',
  EMFILE: 'too many open files: close some, or raise the limit',
};

/** A field of a thrown value; errors of Node's own come from another realm under some test runners. */
const field = (cause: unknown, name: 'code' | 'message'): string => {
  const value: unknown =
    typeof cause === 'object' && cause !== null ? Reflect.get(cause, name) : undefined;
  return typeof value === 'string' ? value : '';
};

/**
 * An error of the file system as an `io` error that names the path; an AudioFlowError passes as it is.
 *
 * @param wish What was to be done: `a readable file`.
 */
export const fileError = (
  owner: string,
  { path, wish }: { readonly path: string; readonly wish: string },
  cause: unknown,
): AudioFlowError => {
  if (isAudioFlowError(cause)) return cause;
  const errno = field(cause, 'code');
  const came = words[errno] ?? (field(cause, 'message') || String(cause));
  return new AudioFlowError('io', `${owner}: expected ${wish} at ${path}: ${came}`, {
    cause,
    details: { path, errno },
  });
};

/** The same error with the path in its message and details, if it is not there yet. */
export const nameFile = (error: unknown, path: string): unknown => {
  if (!isAudioFlowError(error) || error.message.includes(path)) return error;
  return new AudioFlowError(error.code, `${path}: ${error.message}`, {
    cause: error,
    details: { ...error.details, path },
  });
};
