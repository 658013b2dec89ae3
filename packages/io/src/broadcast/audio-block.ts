/** Whole codec frames, in the framing of the wire, sent in one write. Shared by all listeners. */
export interface AudioBlock {
  readonly bytes: Uint8Array;
  /** Playing time of the frames within. */
  readonly seconds: number;
}
