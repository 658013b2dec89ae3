import { createByteQueue } from '@audioflow/codecs/bitstream';
import { AudioFlowError, type ByteStream, fromPull, toAsyncIterable } from '@audioflow/core';

/** A stream whose first bytes can be looked at before it is read. */
export interface PeekedSource {
  /** The bytes looked at so far, without those dropped: a view that `more` makes invalid. */
  readonly bytes: Uint8Array;
  /** Waits for more; false at the end. */
  more(): Promise<boolean>;
  /** Leaves out the first `count` bytes, also those that are still to come. */
  drop(count: number): Promise<void>;
  /** All bytes but those dropped, once. */
  open(): ByteStream;
  /** Lets go of the source; idempotent. */
  close(): Promise<void>;
}

/** More than any header takes: without an end to it nothing may be held. */
const MAX_PEEK_BYTES = 1 << 23;

/** Begins to read a stream. */
export const peekSource = (name: string, stream: ByteStream): PeekedSource => {
  const source = toAsyncIterable(stream)[Symbol.asyncIterator]();
  const queue = createByteQueue();
  let ended = false;
  let opened = false;

  const next = async (): Promise<Uint8Array | undefined> => {
    const { done, value } = await source.next();
    if (done === true) return undefined;
    const chunk: unknown = value;
    if (ArrayBuffer.isView(chunk)) return value;
    throw new AudioFlowError(
      'invalid-option',
      `expected chunks of bytes (Uint8Array) from ${name}, got ${typeof chunk}`,
    );
  };
  const more = async (): Promise<boolean> => {
    if (ended) return false;
    if (queue.length > MAX_PEEK_BYTES) {
      throw new AudioFlowError(
        'malformed-data',
        `expected a header of at most ${MAX_PEEK_BYTES} bytes in ${name}, got none that is whole`,
      );
    }
    const chunk = await next();
    if (chunk === undefined) ended = true;
    else queue.push(chunk);
    return chunk !== undefined;
  };
  const close = async (): Promise<void> => {
    ended = true;
    queue.drop(queue.length);
    await source.return?.();
  };
  async function* replay(signal: AbortSignal): AsyncGenerator<Uint8Array> {
    if (opened) {
      throw new AudioFlowError(
        'invalid-state',
        `${name}: expected to be read once, it has been: open it again`,
      );
    }
    opened = true;
    // What waits for the source goes on waiting when it is left, unless the source is ended.
    signal.addEventListener('abort', () => void close(), { once: true });
    try {
      if (queue.length > 0) yield queue.take(queue.length);
      while (!ended) {
        const chunk = await next();
        if (chunk === undefined) return;
        yield chunk;
      }
    } finally {
      await close();
    }
  }
  return {
    get bytes() {
      return queue.view;
    },
    more,
    drop: async (count) => {
      for (let left = count; left > 0; ) {
        if (queue.length === 0 && !(await more())) return;
        const taken = Math.min(left, queue.length);
        queue.drop(taken);
        left -= taken;
      }
    },
    open: () => fromPull(replay, { name: 'readAudio' }),
    close,
  };
};
