import type { Writable } from 'node:stream';
import type { NodeChild } from '@audioflow/codecs/engine';
import { type ByteStream, toAsyncIterable } from '@audioflow/core';

/** Writes a stream of bytes to a child. */
export interface DemuxFeed {
  /** Whether the child has bytes to work on, or knows that no more come. */
  readonly pressing: boolean;
  /** What the source has failed with. */
  readonly failure: { readonly error: unknown } | undefined;
  run(): Promise<void>;
  /** Lets go of the source. */
  stop(): Promise<void>;
}

/** Writes the source's bytes to the child, no faster than it takes them. */
export const createDemuxFeed = (
  child: NodeChild,
  input: Writable,
  bytes: ByteStream,
): DemuxFeed => {
  const source = toAsyncIterable(bytes)[Symbol.asyncIterator]();
  let state: 'waiting' | 'blocked' | 'ended' = 'waiting';
  let failure: { readonly error: unknown } | undefined;
  const room = (): Promise<void> =>
    new Promise((resolve) => {
      const done = (): void => {
        input.off('drain', done);
        input.off('close', done);
        resolve();
      };
      input.on('drain', done);
      input.on('close', done);
    });
  const run = async (): Promise<void> => {
    try {
      for (;;) {
        const { done, value } = await source.next();
        if (done === true || input.destroyed) break;
        if (input.write(value)) continue;
        state = 'blocked';
        await room();
        state = 'waiting';
      }
      state = 'ended';
      input.end();
    } catch (error) {
      failure = { error };
      void child.kill();
    }
  };
  return {
    /** Whether the child has bytes to work on, or knows that no more come. */
    get pressing() {
      return state !== 'waiting';
    },
    get failure() {
      return failure;
    },
    run,
    stop: async (): Promise<void> => {
      await source.return?.();
    },
  };
};
