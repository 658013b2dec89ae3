/** A node's answer: nothing now, ask again after the next push. */
export const AGAIN: unique symbol = Symbol('audioflow.AGAIN');
/** A node's answer: flushed, and empty for good. */
export const EOF: unique symbol = Symbol('audioflow.EOF');

/** The type of {@link AGAIN}. */
export type Again = typeof AGAIN;
/** The type of {@link EOF}. */
export type Eof = typeof EOF;

/**
 * An operator without streams: push in, pull out.
 *
 * `push` answers AGAIN while there is output to pull: the buffer has then **not** been taken, and is
 * pushed again later. `push(null)` is the end of the input, once; after it `pull` gives what was held,
 * then EOF.
 */
export interface PushPullNode<I, O> {
  /** Takes a buffer (undefined), or refuses it (AGAIN). Throws `invalid-state` after the end. */
  push(buffer: I | null): undefined | Again;
  /** The next output, AGAIN when more input is needed, EOF when all is out. Throws the stream's error. */
  pull(): O | Again | Eof;
  /** Drops everything and begins anew. */
  reset(): void;
  /** Drops everything for good. */
  close(): void;
}
