import { AudioFlowError } from '@audioflow/core';
import { defer, fromEvent, mergeMap, type Observable, of, throwError } from 'rxjs';

export const abortError = (owner: string, signal: AbortSignal): AudioFlowError =>
  new AudioFlowError('aborted', `${owner}: aborted by its signal`, { cause: signal.reason });

/** A notifier for `takeUntil` that fails with `aborted` when the signal does. */
export const abortNotifier = (owner: string, signal: AbortSignal): Observable<never> =>
  defer((): Observable<unknown> => (signal.aborted ? of(true) : fromEvent(signal, 'abort'))).pipe(
    mergeMap(() => throwError(() => abortError(owner, signal))),
  );
