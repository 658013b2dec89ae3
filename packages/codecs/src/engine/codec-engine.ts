import type { AudioFrame, Packet } from '@audioflow/core';
import type {
  DecoderSession,
  EncoderSession,
  PcmFormat,
  SessionOutput,
} from '@audioflow/core/codec';

/** The engines that exist. */
export type EngineName = 'native';

/** The `engine` option of a codec: `auto` takes the best engine that is there. */
export type EngineChoice = 'auto' | EngineName;

/** What a decoder does with a packet that cannot be decoded. */
export type OnMalformed = 'skip' | 'error';

/** What a decoder does when its output format changes in mid-stream. */
export type OnFormatChange = 'restart' | 'error';

/** Counters of an encoder session. */
export interface EncoderStats {
  /** Packets put out. */
  readonly packets: number;
  /** Samples repaired before encoding: not a number, infinite, or beyond ±1000. */
  readonly repairedSamples: number;
}

/** Counters of a decoder session. */
export interface DecoderStats {
  /** Frames put out. */
  readonly frames: number;
  /** Packets that could not be decoded and were skipped. */
  readonly malformedPackets: number;
  /** Samples repaired after decoding: not a number, infinite, or beyond ±1000. */
  readonly repairedSamples: number;
}

/** An encoder session of an engine: synchronous, with counters. */
export interface EngineEncoder<C extends string> extends EncoderSession<C> {
  readonly stats: EncoderStats;
  push(frame: AudioFrame, out: SessionOutput<Packet<C>>): void;
  end(out: SessionOutput<Packet<C>>): void;
  close(): void;
}

/** A decoder session of an engine: synchronous, with counters. */
export interface EngineDecoder<C extends string> extends DecoderSession<C> {
  readonly stats: DecoderStats;
  push(packet: Packet<C>, out: SessionOutput<AudioFrame>): void;
  end(out: SessionOutput<AudioFrame>): void;
  close(): void;
}

/** What an engine needs to open an encoder: data that can be sent to another process. */
export interface EncoderSetup<C extends string> {
  /** The name that packets carry. */
  readonly codec: C;
  /** FFmpeg encoder names, the preferred one first. */
  readonly encoders: readonly string[];
  readonly format: PcmFormat;
  /** Bits per second. */
  readonly bitrate?: number;
  /** Quality of a variable bitrate, in the encoder's own scale; excludes `bitrate`. */
  readonly quality?: number;
  /** Private options of the encoder, as FFmpeg names them. */
  readonly options?: Readonly<Record<string, string>>;
}

/** What an engine needs to open a decoder: all but `inspect` can be sent to another process. */
export interface DecoderSetup<C extends string> {
  readonly codec: C;
  /** FFmpeg decoder names, the preferred one first. */
  readonly decoders: readonly string[];
  readonly sampleRate: number;
  readonly channelCount: number;
  /** The codec configuration in the form that FFmpeg calls extradata. */
  readonly config?: Uint8Array;
  /** Says what is wrong with a packet that FFmpeg would take, but that the codec's packets must not be. */
  readonly inspect?: (data: Uint8Array) => string | undefined;
  readonly onMalformed: OnMalformed;
  readonly onFormatChange: OnFormatChange;
}

/**
 * The contract of an engine: it opens sessions. `open…` may answer at once or later; it rejects with
 * `unavailable` where the engine cannot run, and with `unsupported` where it lacks the codec or format.
 */
export interface CodecEngine {
  readonly name: EngineName;
  openEncoder<C extends string>(
    setup: EncoderSetup<C>,
  ): EngineEncoder<C> | Promise<EngineEncoder<C>>;
  openDecoder<C extends string>(
    setup: DecoderSetup<C>,
  ): EngineDecoder<C> | Promise<EngineDecoder<C>>;
}
