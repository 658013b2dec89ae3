/** Bytes that wait: chunks go in at the end, whole units come out at the front. */
export interface ByteQueue {
  /** Bytes held. */
  readonly length: number;
  /** The bytes held, as a view that the next `push` makes invalid. */
  readonly view: Uint8Array;
  push(chunk: Uint8Array): void;
  /** Drops the first `count` bytes. */
  drop(count: number): void;
}

/** Makes a {@link ByteQueue}; its memory grows to the most that it has ever held. */
export const createByteQueue = (): ByteQueue => {
  let store = new Uint8Array(8192);
  let from = 0;
  let to = 0;
  const room = (size: number): void => {
    if (to + size <= store.length) return;
    const held = to - from;
    const target = held + size > store.length ? new Uint8Array(2 * (held + size)) : store;
    target.set(store.subarray(from, to));
    store = target;
    from = 0;
    to = held;
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
    drop: (count) => {
      from = Math.min(from + count, to);
      if (from === to) {
        from = 0;
        to = 0;
      }
    },
  };
};
