import type { Observable } from 'rxjs';
import { AudioFlowError } from '../error/index.js';
import { fromPull } from './from-pull.js';

const isWebStream = <T>(
  readable: AsyncIterable<T> | ReadableStream<T>,
): readable is ReadableStream<T> => 'getReader' in readable;

const isDestroyable = (readable: object): readable is { destroy(): unknown } =>
  'destroy' in readable && typeof readable.destroy === 'function';

async function* readWebStream<T>(
  readable: ReadableStream<T>,
  signal: AbortSignal,
): AsyncGenerator<T, void, undefined> {
  const reader = readable.getReader();
  const cancel = (): void => {
    reader.cancel(signal.reason).catch(() => {});
  };
  signal.addEventListener('abort', cancel, { once: true });
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    signal.removeEventListener('abort', cancel);
    if (signal.aborted) await reader.cancel(signal.reason).catch(() => {});
    reader.releaseLock();
  }
}

/**
 * Makes a pausable stream of a Web `ReadableStream`, a Node `Readable` or any async iterable.
 *
 * Reading stops while downstream is held. A stream can be read once: a second subscription is an
 * `invalid-state`. Unsubscribing cancels or destroys the readable.
 *
 * @throws AudioFlowError `invalid-state` through the stream on a second subscription; `io` with the
 * readable's own error as `cause`.
 *
 * @example
 * import { fromReadable, run } from '@audioflow/core';
 * import { Readable } from 'node:stream';
 * const bytes = Readable.from([Buffer.from('ab'), Buffer.from('c')]);
 * const report = await run(fromReadable(bytes), { write: async () => {} });
 * console.log(report.bytes); // 3
 */
export const fromReadable = <T>(readable: AsyncIterable<T> | ReadableStream<T>): Observable<T> => {
  let used = false;
  async function* read(signal: AbortSignal, letGo: () => void): AsyncGenerator<T, void, undefined> {
    try {
      yield* isWebStream(readable) ? readWebStream(readable, signal) : readable;
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof AudioFlowError) throw error;
      const text = error instanceof Error ? error.message : String(error);
      throw new AudioFlowError('io', `fromReadable: reading failed: ${text}`, { cause: error });
    } finally {
      signal.removeEventListener('abort', letGo);
    }
  }
  const open = (signal: AbortSignal): AsyncGenerator<T, void, undefined> => {
    if (used) {
      throw new AudioFlowError(
        'invalid-state',
        'fromReadable: this readable has been read: open a new one',
      );
    }
    used = true;
    const letGo = (): void => {
      if (isDestroyable(readable)) readable.destroy();
      // Locked where it has been begun: then its reader cancels it.
      else if (isWebStream(readable)) readable.cancel(signal.reason).catch(() => {});
    };
    // Before the first pull: one that is held back, and left, is let go of, too.
    signal.addEventListener('abort', letGo, { once: true });
    return read(signal, letGo);
  };
  return fromPull(open, { name: 'fromReadable' });
};
