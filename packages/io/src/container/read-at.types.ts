/** Bytes of a file from a place on; fewer where there are no more, or not yet. */
export type ReadAt = (at: number, count: number) => Uint8Array;
