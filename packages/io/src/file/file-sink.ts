import { AudioFlowError, type Sink } from '@audioflow/core';
import { openAtomicFile } from './atomic-file.js';
import { type ByteSink, openByteSink } from './byte-sink.js';
import type { OutputFile } from './output-file.types.js';

/** What turns items into the bytes of one file. */
export interface FileTrack<T> {
  /** Appends an item's bytes to the file. */
  add(item: T): void | Promise<void>;
  /** Appends what is held and patches what could not be known before. */
  finish(): void | Promise<void>;
  /** Releases everything but the file; the last call in any case. */
  release?(): void | Promise<void>;
}

/** How a file sink is made. */
export interface FileSinkOptions<T> {
  readonly owner: string;
  /** A path, or where else the bytes go. */
  readonly target: string | ByteSink;
  /** Makes the track when the first item is there, or undefined when the stream ends without any. */
  open(file: OutputFile, first: T | undefined): FileTrack<T> | Promise<FileTrack<T>>;
}

/**
 * A sink that makes one file. At a path it does so atomically: the name appears on `close`, complete; after an error or
 * `abort` nothing stays.
 */
export const createFileSink = <T>({ owner, target, open }: FileSinkOptions<T>): Sink<T> => {
  const name = typeof target === 'string' ? target : 'its target';
  let state: 'open' | 'closed' | 'aborted' = 'open';
  let file = typeof target === 'string' ? undefined : openByteSink(target);
  let track: FileTrack<T> | undefined;
  let busy: Promise<unknown> = Promise.resolve();

  const start = async (first: T | undefined): Promise<FileTrack<T>> => {
    const opened = file ?? (await openAtomicFile(owner, name));
    file = opened;
    track = await open(opened, first);
    return track;
  };
  const add = (to: FileTrack<T>, item: T): void | Promise<void> => {
    const added = to.add(item);
    return added === undefined ? file?.drain() : added.then(() => file?.drain());
  };
  const discard = async (reason?: unknown): Promise<void> => {
    state = 'aborted';
    await track?.release?.();
    await file?.discard(reason);
  };
  /** What fails leaves nothing behind, whether `abort` comes or not. */
  const orDiscard = async (work: Promise<void>): Promise<void> => {
    try {
      await work;
    } catch (error) {
      await discard(error);
      throw error;
    }
  };
  const finish = async (): Promise<void> => {
    const last = track ?? (await start(undefined));
    await last.finish();
    await last.release?.();
    await file?.commit();
  };
  const check = (call: string): void => {
    if (state === 'open') return;
    throw new AudioFlowError(
      'invalid-state',
      `${owner}: ${call} on a sink that is ${state}: make a new one for ${name}`,
    );
  };

  return {
    write(item) {
      check('write');
      const now = track;
      const work = now === undefined ? start(item).then((made) => add(made, item)) : add(now, item);
      if (work === undefined) return undefined;
      busy = work.catch(() => undefined);
      return work;
    },
    close() {
      check('close');
      state = 'closed';
      const work = orDiscard(finish());
      busy = work.catch(() => undefined);
      return work;
    },
    async abort(reason) {
      await busy;
      if (state === 'open') await discard(reason);
    },
  };
};
