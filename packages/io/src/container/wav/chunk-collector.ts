/** Gathers a fixed number of bytes from arbitrary chunks. */
export interface ChunkCollector {
  /** Starts over for `size` bytes. */
  expect(size: number): void;
  /** Takes from `bytes` at `from` what is still missing; answers how many bytes it took. */
  take(bytes: Uint8Array, from: number): number;
  /** What is there so far; complete when `missing` is 0. */
  readonly bytes: Uint8Array;
  readonly missing: number;
}

export const createChunkCollector = (): ChunkCollector => {
  let buffer = new Uint8Array(0);
  let filled = 0;
  return {
    expect(size) {
      buffer = new Uint8Array(size);
      filled = 0;
    },
    take(bytes, from) {
      const count = Math.min(buffer.length - filled, bytes.length - from);
      buffer.set(bytes.subarray(from, from + count), filled);
      filled += count;
      return count;
    },
    get bytes() {
      return buffer.subarray(0, filled);
    },
    get missing() {
      return buffer.length - filled;
    },
  };
};
