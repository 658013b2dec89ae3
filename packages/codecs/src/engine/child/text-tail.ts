/** The last part of a text that may be endless. */
export interface TextTail {
  readonly text: string;
  push(chunk: Uint8Array): void;
}

/** Makes a {@link TextTail} of at most `limit` bytes. */
export const createTextTail = (limit: number): TextTail => {
  let bytes = new Uint8Array();
  const decoder = new TextDecoder();
  return {
    get text() {
      return decoder.decode(bytes).trim();
    },
    push: (chunk) => {
      const fresh = chunk.subarray(-limit);
      const old = bytes.subarray(Math.max(0, bytes.length + fresh.length - limit));
      const next = new Uint8Array(old.length + fresh.length);
      next.set(old);
      next.set(fresh, old.length);
      bytes = next;
    },
  };
};
