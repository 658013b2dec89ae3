import type { DecoderSession, EncoderSession, PcmFormat } from '@audioflow/core/codec';

/**
 * The engines that exist: FFmpeg in this process, the same in a forked process of its own, or an `ffmpeg`
 * program as child.
 */
export type EngineName = 'native' | 'fork' | 'process';

/** The `engine` option of a codec: `auto` takes the best engine that is there. */
export type EngineChoice = 'auto' | EngineName;

/** What one session may use of the machine where it runs in another process. */
export interface EngineLimits {
  /** Resident memory of the other process, in MB of 2^20 bytes. Default 512. */
  readonly memoryMb?: number | undefined;
  /** Longest wait for a sign of life while a call is under way, in ms. Default 10 000. */
  readonly callMs?: number | undefined;
  /** Longest life of the session, in ms. Default: no limit. */
  readonly totalMs?: number | undefined;
  /** Bytes of samples or packets that the session may put out. Default: no limit. */
  readonly outputBytes?: number | undefined;
  /**
   * Inputs under way at once where they come without a pause; `fork` only. Up to as many wait for the
   * next input, or the end, to bring out what was made of them. 1: each input waits for its outputs.
   * Default 16.
   */
  readonly inFlight?: number | undefined;
}

/** What every codec that runs in an engine takes beside its own options. */
export interface EngineOptions {
  /** Default `auto`: native, else process; with `limits` fork, else process. */
  readonly engine?: EngineChoice | undefined;
  /** What a session may use; not for `native`, where nothing can be held to it. */
  readonly limits?: EngineLimits | undefined;
  /** The `ffmpeg` program of the process engine. Default: `FFMPEG_PATH`, ffmpeg-static, `PATH`. */
  readonly ffmpegPath?: string | undefined;
}

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

/** An encoder session of an engine, with counters. That of `native` answers at once, never a promise. */
export interface EngineEncoder<C extends string> extends EncoderSession<C> {
  readonly stats: EncoderStats;
}

/** A decoder session of an engine, with counters. That of `native` answers at once, never a promise. */
export interface EngineDecoder<C extends string> extends DecoderSession<C> {
  readonly stats: DecoderStats;
}

/** What a setup says of where a session runs. */
export type EnginePlace = Pick<EngineOptions, 'limits' | 'ffmpegPath'>;

/** The sample types that encoders code. */
export type CodedSampleType = 's16' | 's24' | 'f32';

/** What an engine needs to open an encoder: all but functions can be sent to another process. */
export interface EncoderSetup<C extends string> extends EnginePlace {
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
  /** What the encoder codes: samples are rounded to it. Default `f32`, or what the encoder takes. */
  readonly sampleType?: CodedSampleType;
  /** Speaker masks by channel count (WAVE_FORMAT_EXTENSIBLE). Default: those of ISO 14496-3. */
  readonly masks?: readonly number[];
  /** The encoder's channel for each channel of the input, where the encoder itself mistakes them. */
  readonly channelMap?: readonly number[];
  /** Samples per packet, for encoders that let it be chosen. */
  readonly frameSize?: number;
  /** Packets differ in duration, or the last one is short: the encoder tells. Default false: each is a whole frame. */
  readonly variableDuration?: boolean;
  /**
   * For encoders that are late but do not flush: their priming is fed in as silence at the end, up to a
   * multiple of so many samples.
   */
  readonly granule?: number;
  /** Fewest samples of a last packet: silence fills it up. Default 1. */
  readonly shortest?: number;
  /** The encoder tells a better `config` at the end (FLAC): the last packet carries that one. */
  readonly finalConfig?: boolean;
  /**
   * Samples of a packet by its bytes and those before it, where durations differ: for engines that are not
   * told what the last packet holds beyond the end.
   */
  readonly durationOf?: (
    data: Uint8Array,
    before: Uint8Array,
    config: Uint8Array,
  ) => number | undefined;
}

/** What a packet says of the format that it decodes to. */
export interface PacketFormat extends PcmFormat {
  /** Tells speakers apart where there are as many of them. */
  readonly layout?: string;
}

/** What an engine needs to open a decoder: all but functions can be sent to another process. */
export interface DecoderSetup<C extends string> extends EnginePlace {
  readonly codec: C;
  /** FFmpeg decoder names, the preferred one first. */
  readonly decoders: readonly string[];
  readonly sampleRate: number;
  readonly channelCount: number;
  /** The codec configuration in the form that FFmpeg calls extradata. */
  readonly config?: Uint8Array;
  /** Speaker masks by channel count, as for encoders. */
  readonly masks?: readonly number[];
  /** What the container tells beside the configuration, as FFmpeg names it: `block_align`... */
  readonly options?: Readonly<Record<string, string>>;
  /** Says what is wrong with a packet that FFmpeg would take, but that the codec's packets must not be. */
  readonly inspect?: (data: Uint8Array) => string | undefined;
  /** What a packet says of its format itself, for engines that do not see in what format it decodes. */
  readonly formatOf?: (data: Uint8Array) => PacketFormat | undefined;
  /**
   * Its packets may change their format without a word of it beside them: an engine that cannot follow
   * is to fail with `format-changed`. Default false: what decodes to another format is damaged.
   */
  readonly changesInBand?: boolean;
  /** Whether a decoder need not be told of another configuration. Default: the same bytes. */
  readonly sameConfig?: (a: Uint8Array, b: Uint8Array) => boolean;
  /** So many packets at the start may decode to nothing without being malformed. Default 0. */
  readonly silentPackets?: number;
  readonly onMalformed: OnMalformed;
  readonly onFormatChange: OnFormatChange;
}

/**
 * The contract of an engine: it opens sessions. `open…` may answer at once or later; it rejects with
 * `unavailable` where the engine cannot run, and with `unsupported` where it lacks the codec or format.
 */
export interface CodecEngine {
  readonly name: EngineChoice;
  openEncoder<C extends string>(
    setup: EncoderSetup<C>,
  ): EngineEncoder<C> | Promise<EngineEncoder<C>>;
  openDecoder<C extends string>(
    setup: DecoderSetup<C>,
  ): EngineDecoder<C> | Promise<EngineDecoder<C>>;
}
