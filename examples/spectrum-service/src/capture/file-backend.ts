import { access } from 'node:fs/promises';
import { basename } from 'node:path';
import { AudioFlowError } from '@audioflow/core';
import { readAudio } from '@audioflow/io';
import { repeat, throwIfEmpty } from 'rxjs';
import type { CaptureBackend } from './capture-backend.js';
import { inRealTime } from './in-real-time.js';

const noAudio = (path: string): AudioFlowError =>
  new AudioFlowError('malformed-data', `${path}: expected some audio, got none`);

/** A file of any kind that `readAudio` reads, played again and again in real time. */
export const fileBackend = (path: string): CaptureBackend => ({
  id: 'file',
  available: () =>
    access(path).then(
      () => ({ available: true }),
      () => ({ available: false, reason: `${path} cannot be read` }),
    ),
  list: async () => [{ id: 'file:0', name: basename(path) }],
  open: (_, { signal }) =>
    inRealTime(
      readAudio(path, { signal }).pipe(
        throwIfEmpty(() => noAudio(path)),
        repeat(),
      ),
    ),
});
