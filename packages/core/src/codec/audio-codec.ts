import type { AudioFrame, Packet } from '../signal/index.js';

/** What an encoder session is opened for: taken from the first frame of the stream. */
export interface PcmFormat {
  /** Hz. */
  readonly sampleRate: number;
  readonly channelCount: number;
}

/** Takes what a session puts out. */
export type SessionOutput<T> = (item: T) => void;

/**
 * An open encoder or decoder. It is single-use: after `end` it takes nothing more. A call that
 * returns nothing is done; one that returns a promise must be awaited before the next call.
 */
export interface CodecSession<I, O> {
  /** Takes one input, in order, and puts out what is ready. */
  push(input: I, out: SessionOutput<O>): void | Promise<void>;
  /** End of stream: puts out all that is held. At most once. */
  end(out: SessionOutput<O>): void | Promise<void>;
  /**
   * Releases everything, at any time but from within `push` or `end` themselves. What they have promised
   * settles then, soon. Idempotent.
   */
  close(): void | Promise<void>;
}

/** An open encoder: frames of one format and of any length in, packets out. */
export interface EncoderSession<C extends string> extends CodecSession<AudioFrame, Packet<C>> {
  readonly info: EncoderInfo;
}

/** An open decoder: packets in, frames out, with `trimStart` and `trimEnd` already honoured. */
export type DecoderSession<C extends string> = CodecSession<Packet<C>, AudioFrame>;

/** What an open encoder tells of itself. */
export interface EncoderInfo {
  /** Samples per packet; 0 if any number will do. */
  readonly frameSize: number;
  /** Samples that the decoder puts out before sample 0 of the input. */
  readonly priming: number;
  /** Codec configuration as packets carry it. */
  readonly config?: Uint8Array;
}

/**
 * A codec, as one value: `frames.pipe(encode(mp3, { bitrate: 128_000 }))`. Authors write one `const`
 * with `satisfies AudioCodec<'name', EncodeOptions, DecodeOptions>`.
 */
export interface AudioCodec<C extends string, E extends object, D extends object> {
  /** The codec's name, as packets carry it. */
  readonly id: C;
  /** Checks encode options at the public edge, throws `invalid-option`, fills in defaults. */
  checkEncodeOptions(options: unknown): E;
  /**
   * Checks decode options at the public edge, throws `invalid-option`, fills in defaults. Must take
   * `onFormatChange`, which every `decode` has, beside the codec's own.
   */
  checkDecodeOptions(options: unknown): D;
  /**
   * Whether packets with the one `config` and with the other belong to one stream. Default: the same bytes.
   * For codecs whose configuration tells of the stream as a whole, which is known at its end only.
   */
  sameConfig?(a: Uint8Array, b: Uint8Array): boolean;
  /** Opens an encoder. Rejects with `unsupported` where the format has no legal encoding, `unavailable` without engine. */
  openEncoder(format: PcmFormat, options: E): EncoderSession<C> | Promise<EncoderSession<C>>;
  /** Opens a decoder for a stream that begins with `first`. */
  openDecoder(first: Packet<C>, options: D): DecoderSession<C> | Promise<DecoderSession<C>>;
}
