/** What is buffered and what may stay, in seconds. */
export interface TrimInput {
  readonly start: number;
  readonly end: number;
  /** What plays now. */
  readonly position: number;
  /** Kept behind the position. */
  readonly keepBehind: number;
  /** Kept before the position: more comes together only while nothing plays. */
  readonly maxAhead: number;
}

/** Removing is work for the decoder: it is done in pieces of at least this length. */
const PIECE = 5;

/**
 * Where to cut off the old end of a media buffer so that it stays bounded however long a stream plays
 * or is paused; undefined while there is nothing to cut.
 */
export const trimEnd = (input: TrimInput): number | undefined => {
  const { start, end, position, keepBehind, maxAhead } = input;
  const played = Math.min(position, end) - keepBehind;
  const unplayed = end - maxAhead;
  if (played - start > PIECE) return played;
  // A paused player resumes at the live edge, so its oldest audio is never wanted again.
  return unplayed > Math.max(start, position)
    ? unplayed + Math.min(PIECE, maxAhead / 2)
    : undefined;
};
