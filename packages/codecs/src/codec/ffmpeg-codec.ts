import { AudioFlowError } from '@audioflow/core';
import type { AudioCodec } from '@audioflow/core/codec';
import { checkDecodeOptions, type DecodeOptions } from './decode-options.js';
import { openEngineDecoder } from './open-engine-decoder.js';

/** What decoders of some codecs want to know beside `config`; containers tell it. */
export interface FfmpegCodecHints {
  /** FFmpeg's decoder, where it is named otherwise than the codec. Default: the codec's name. */
  readonly decoder?: string;
  /** Bytes of a block: WMA, ADPCM, ATRAC. */
  readonly blockAlign?: number;
  /** Bits that a coded sample takes: ADPCM, WMA Lossless. */
  readonly bitsPerCodedSample?: number;
  /** Bits per second: WMA. */
  readonly bitrate?: number;
}

const NAME = /^[a-z][a-z0-9_]*$/;

const hintOptions = (hints: FfmpegCodecHints): Record<string, string> => {
  const { blockAlign, bitsPerCodedSample, bitrate } = hints;
  return {
    ...(blockAlign === undefined ? {} : { block_align: `${blockAlign}` }),
    ...(bitsPerCodedSample === undefined ? {} : { bits_per_coded_sample: `${bitsPerCodedSample}` }),
    ...(bitrate === undefined ? {} : { b: `${bitrate}` }),
  };
};

/**
 * Any codec that FFmpeg decodes, by FFmpeg's name, for decoding only: `packets.pipe(decode(ffmpegCodec('ac3')))`.
 * A packet is what FFmpeg's demuxers put out, and `config` what FFmpeg calls extradata.
 *
 * @param name FFmpeg's name of the codec, which packets carry: `ac3`, `eac3`, `mp2`, `wmav2`, `ape`...
 * @param hints What some decoders want to know of the container.
 * @throws AudioFlowError `invalid-option` for what cannot be a name, and for encoding; when a session opens
 * `unsupported` where the engine has no such decoder, `unavailable` (no engine).
 *
 * @example
 * import { ffmpegCodec } from '@audioflow/codecs';
 * const session = await ffmpegCodec('ac3').openDecoder(
 *   { kind: 'packet', codec: 'ac3', data: Uint8Array.of(11, 119), sampleRate: 48000, channelCount: 6, pts: 0, duration: 1536 },
 *   { onMalformed: 'skip' },
 * );
 * await session.close();
 */
export const ffmpegCodec = <C extends string>(
  name: C,
  hints: FfmpegCodecHints = {},
): AudioCodec<C, never, DecodeOptions> => {
  if (!NAME.test(name)) {
    throw new AudioFlowError(
      'invalid-option',
      `ffmpegCodec: expected FFmpeg's name of a codec, such as 'ac3', got ${JSON.stringify(name)}`,
    );
  }
  const plan = {
    codec: name,
    decoders: [hints.decoder ?? name],
    options: hintOptions(hints),
    changesInBand: true,
    // Some codecs put nothing out for their first packets, and of which that is so is not known.
    silentPackets: Number.MAX_SAFE_INTEGER,
  };
  const decodeOnly = (): never => {
    throw new AudioFlowError(
      'invalid-option',
      `encode(${name}): expected a codec that can be encoded, ffmpegCodec() only decodes`,
      { details: { codec: name } },
    );
  };
  return {
    id: name,
    checkEncodeOptions: decodeOnly,
    checkDecodeOptions: (given) => checkDecodeOptions(`decode(${name})`, given),
    openEncoder: decodeOnly,
    openDecoder: (first, given) => openEngineDecoder(plan, first, given),
  };
};
