/** What a bitstream parser has met. */
export interface ParseReport {
  /** Frames found, those without audio included. */
  readonly frames: number;
  /** Bytes that were neither frame nor tag. */
  readonly skippedBytes: number;
  /** Bytes of metadata tags. */
  readonly tagBytes: number;
  /** How often frames were found again after bytes were skipped. */
  readonly resyncs: number;
  /** Bytes of a frame that the end of the stream cut off. */
  readonly truncatedBytes: number;
}
