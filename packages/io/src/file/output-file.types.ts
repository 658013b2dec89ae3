import type { RandomAccess } from '../container/index.js';

/** Where the bytes of one file go: to a path, into memory, or on to a sink that cannot go back. */
export interface OutputFile {
  /** Takes bytes for the end of the file; they wait in memory. */
  append(bytes: Uint8Array): void;
  /** Writes what waits once it is worth it: to be awaited after a round of `append`. */
  drain(): void | Promise<void>;
  /** Reads and replaces what was written before; absent where that is not possible. */
  readonly random?: RandomAccess | undefined;
  /** Bytes appended so far. */
  readonly size: number;
  /** Writes everything to its place and finishes: a file gets its name, in place of an older one. */
  commit(): Promise<void>;
  /** Removes what was written; an older file of that name stays as it was. */
  discard(reason?: unknown): Promise<void>;
}
