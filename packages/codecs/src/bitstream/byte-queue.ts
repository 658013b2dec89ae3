/** Bytes that wait: chunks go in at the end, whole units come out at the front. */
export interface ByteQueue {
  /** Bytes held. */
  readonly length: number;
  /** The bytes held, as a view that the next `push` makes invalid. */
  readonly view: Uint8Array;
  push(chunk: Uint8Array): void;
  /** The first `count` bytes, which leave the queue and stay as they are. */
  take(count: number): Uint8Array;
  /** Drops the first `count` bytes. */
  drop(count: number): void;
}

/** The least that a new store holds. */
const STORE_BYTES = 8192;

/**
 * Makes a {@link ByteQueue}. Bytes are copied once, on their way in: what is taken out is a part of the
 * store, and a store of which something was taken is filled further but not written again.
 *
 * @example
 * import { createByteQueue } from '@audioflow/codecs/bitstream';
 * const queue = createByteQueue();
 * queue.push(Uint8Array.of(1, 2, 3));
 * console.log(queue.take(2).join(' '), queue.length); // 1 2 1
 */
export const createByteQueue = (): ByteQueue => {
  let store = new Uint8Array(STORE_BYTES);
  let from = 0;
  let to = 0;
  let isShared = false;
  const room = (size: number): void => {
    if (to + size <= store.length) return;
    const held = store.subarray(from, to);
    if (isShared || held.length + size > store.length) {
      store = new Uint8Array(Math.max(STORE_BYTES, 2 * held.length + size));
      isShared = false;
    }
    store.set(held);
    from = 0;
    to = held.length;
  };
  const drop = (count: number): void => {
    from = Math.min(from + count, to);
  };
  return {
    get length() {
      return to - from;
    },
    get view() {
      return store.subarray(from, to);
    },
    push: (chunk) => {
      room(chunk.length);
      store.set(chunk, to);
      to += chunk.length;
    },
    take: (count) => {
      const bytes = store.subarray(from, Math.min(from + count, to));
      isShared = true;
      drop(count);
      return bytes;
    },
    drop,
  };
};
