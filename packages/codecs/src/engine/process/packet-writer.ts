/** A stream of packets as ffmpeg is told of it. */
export interface WrittenStream {
  readonly sampleRate: number;
  readonly channelCount: number;
  readonly config?: Uint8Array | undefined;
}

/** Puts packets into a container that ffmpeg reads from a pipe. */
export interface PacketWriter {
  /** What comes before the first packet. */
  head(stream: WrittenStream): Uint8Array;
  /** A packet that begins at so many seconds. */
  packet(data: Uint8Array, seconds: number): Uint8Array;
}
