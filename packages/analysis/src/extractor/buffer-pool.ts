/** Buffers of one size, to be used again. */
export interface BufferPool {
  readonly byteLength: number;
  take(): ArrayBuffer;
  /** Takes a buffer back; one of another size (a detached one has none) is left to the collector. */
  give(buffer: ArrayBuffer): void;
}

/** Keeps at most `limit` buffers. */
export const createBufferPool = (byteLength: number, limit: number): BufferPool => {
  const free = new Set<ArrayBuffer>();
  return {
    byteLength,
    take: (): ArrayBuffer => {
      for (const buffer of free) {
        free.delete(buffer);
        if (buffer.byteLength === byteLength) return buffer;
      }
      return new ArrayBuffer(byteLength);
    },
    give: (buffer): void => {
      if (buffer.byteLength === byteLength && free.size < limit) free.add(buffer);
    },
  };
};
