import { bindDemand } from '@audioflow/core';
import { defer, finalize, mergeMap, type Observable } from 'rxjs';
import type { AudioFile } from './audio-file.types.js';
import { openLifetime } from './open-lifetime.js';
import { type CheckedRead, openSource } from './open-source.js';
import type { AudioSource } from './source/audio-source.types.js';

/** What is opened, with checked options. */
export interface WhileOpenInit {
  readonly source: AudioSource;
  readonly options: CheckedRead;
}

/** A stream of a source that is opened on subscription, and let go of at the end of it, whichever. */
export const whileOpen = <T>(
  owner: string,
  { source, options }: WhileOpenInit,
  use: (file: AudioFile) => Observable<T>,
): Observable<T> =>
  defer(() => {
    const { signal: lifetime, end } = openLifetime(options.signal);
    return defer(() => openSource(owner, source, { ...options, lifetime })).pipe(
      bindDemand(),
      mergeMap((file) => use(file).pipe(finalize(() => void file.close()))),
      finalize(end),
    );
  });
