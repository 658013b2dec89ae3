/** Whole codec frames, as they go over the wire in one write. Shared by all listeners. */
export interface AudioBlock {
  readonly bytes: Uint8Array;
  /** The same bytes as a WebSocket message: its head, and then `bytes` in the same memory. */
  readonly message: Uint8Array;
  /** Playing time of the frames within. */
  readonly seconds: number;
}
