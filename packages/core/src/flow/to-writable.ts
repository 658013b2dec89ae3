import { AudioFlowError } from '../error/index.js';
import type { Sink } from './run.types.js';

/** The part of a Node `Writable` that {@link toWritable} uses. */
export interface NodeWritable {
  readonly destroyed: boolean;
  write(chunk: unknown, callback: (error?: Error | null) => void): boolean;
  end(callback: (error?: Error | null) => void): unknown;
  destroy(): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
}

const ioError = (error: unknown): AudioFlowError => {
  const text = error instanceof Error ? error.message : String(error);
  return new AudioFlowError('io', `toWritable: writing failed: ${text}`, { cause: error });
};

const webSink = <T>(writable: WritableStream<T>): Sink<T> => {
  const writer = writable.getWriter();
  writer.closed.catch(() => {});
  const guarded = async (work: Promise<void>): Promise<void> => {
    try {
      await work;
    } catch (error) {
      throw ioError(error);
    }
  };
  return {
    write: (item) => guarded(writer.ready.then(() => writer.write(item))),
    close: () => guarded(writer.close()),
    abort: (reason) => writer.abort(reason).catch(() => {}),
  };
};

const nodeSink = <T>(writable: NodeWritable): Sink<T> => {
  let failure: AudioFlowError | undefined;
  let ended = false;
  let onFailure: (error: AudioFlowError) => void = () => {};
  const fail = (error: unknown): void => {
    failure ??= ioError(error);
    onFailure(failure);
  };
  writable.on('error', fail);
  writable.on('close', () => {
    if (!ended) fail(new Error('it was closed before its end'));
  });
  const settle = (work: (done: (error?: Error | null) => void) => void): Promise<void> =>
    new Promise((resolve, reject) => {
      if (writable.destroyed) fail(new Error('it was closed before its end'));
      if (failure) {
        reject(failure);
        return;
      }
      onFailure = reject;
      work((error) => (error ? fail(error) : resolve()));
    });
  return {
    write: (item) => settle((done) => writable.write(item, done)),
    close: () =>
      settle((done) =>
        writable.end((error?: Error | null) => {
          ended = true;
          done(error);
        }),
      ),
    abort: async () => {
      ended = true;
      if (writable.destroyed) return;
      const closed = new Promise<void>((resolve) => {
        writable.on('close', resolve);
      });
      writable.destroy();
      await closed;
    },
  };
};

/**
 * Makes a sink of a Web `WritableStream` or a Node `Writable`: upstream is held until each chunk is
 * taken.
 *
 * `close` ends the writable and waits for it; `abort` destroys it.
 *
 * @throws AudioFlowError `io` with the writable's own error as `cause`.
 *
 * @example
 * import { fromReadable, run, toWritable } from '@audioflow/core';
 * import { Readable, Writable } from 'node:stream';
 * let text = '';
 * const out = new Writable({ write: (chunk, _, done) => { text += chunk; done(); } });
 * await run(fromReadable(Readable.from([Buffer.from('ab')])), toWritable(out));
 * console.log(text); // ab
 */
export const toWritable = <T>(writable: WritableStream<T> | NodeWritable): Sink<T> =>
  'getWriter' in writable ? webSink(writable) : nodeSink(writable);
