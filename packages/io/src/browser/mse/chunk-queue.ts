/** Chunks that wait for the decoder, oldest first. */
export interface ChunkQueue {
  push(chunk: Uint8Array<ArrayBuffer>): void;
  /** The oldest chunk; it stays in the queue. */
  peek(): Uint8Array<ArrayBuffer> | undefined;
  /** Removes the oldest chunk: once it has been taken over. */
  shift(): void;
  clear(): void;
  readonly bytes: number;
  /** Bytes thrown away because of the limit. */
  readonly droppedBytes: number;
}

/**
 * Makes a queue of at most `maxBytes`. When it is full the oldest chunks go: what is live is at the
 * end, and each chunk is whole frames, so playing goes on behind the gap.
 */
export const createChunkQueue = (maxBytes: number): ChunkQueue => {
  let chunks: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  let droppedBytes = 0;

  const shift = (): number => {
    const length = chunks.shift()?.length ?? 0;
    bytes -= length;
    return length;
  };

  return {
    push: (chunk) => {
      chunks.push(chunk);
      bytes += chunk.length;
      while (bytes > maxBytes) droppedBytes += shift();
    },
    peek: () => chunks[0],
    shift,
    clear: () => {
      chunks = [];
      bytes = 0;
    },
    get bytes() {
      return bytes;
    },
    get droppedBytes() {
      return droppedBytes;
    },
  };
};
