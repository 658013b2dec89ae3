import type { AudioCodec } from '@audioflow/core/codec';
import * as z from 'zod';
import type { EngineOptions } from '../engine/index.js';
import { checkFormat, checkLegal } from './check-format.js';
import type { DecodeOptions } from './decode-options.js';
import { engineCodec } from './engine-codec.js';
import { engineShape } from './engine-schema.js';
import { XIPH_MASKS } from './speaker-masks.js';

/** Options of {@link opus} encoding. */
export interface OpusEncodeOptions extends EngineOptions {
  /**
   * Bits per second, on average: 500 to 256 000 per channel. Default 64 000 for each coded stream and
   * 32 000 more for each pair of channels: 96 000 in stereo.
   */
  readonly bitrate?: number | undefined;
  /** `variable` follows the sound, `constrained` within the frame before, `constant` not at all. Default `variable`. */
  readonly bitrateMode?: 'variable' | 'constrained' | 'constant' | undefined;
  /** What the encoder is to favour: fidelity, speech, or the shortest delay. Default `audio`. */
  readonly application?: 'audio' | 'voip' | 'lowdelay' | undefined;
  /** Milliseconds per packet: 2.5, 5, 10, 20, 40, 60, 80, 100 or 120. Default 20. */
  readonly frameMs?: number | undefined;
  /** How hard the encoder tries, 0 to 10. Default 10. */
  readonly complexity?: number | undefined;
  /** Loss to prepare for, in percent. With more than 0, packets carry what mends the one before. Default 0. */
  readonly packetLossPercent?: number | undefined;
  /**
   * What more than two channels are: `speakers` in the order of WAVE (RFC 7845 mapping family 1), or
   * `discrete` ones that share nothing (family 255). Default `speakers`.
   */
  readonly channelMapping?: 'speakers' | 'discrete' | undefined;
}

const FRAME_MS: readonly number[] = [2.5, 5, 10, 20, 40, 60, 80, 100, 120];
const MODES = { variable: 'on', constrained: 'constrained', constant: 'off' } as const;
/** FFmpeg's libopus encoder takes the channels of 5.0 and 6.1 for others; of the rest it takes none. */
const CHANNEL_MAPS: Readonly<Record<number, readonly number[]>> = {
  5: [0, 1, 3, 4, 2],
  7: [0, 1, 5, 3, 2, 4, 6],
};
const MIN_BITRATE = 500;
const BITRATE_PER_CHANNEL = 256_000;
const MAX_CHANNELS = 8;

const schema = z.strictObject({
  bitrate: z
    .int('expected whole bits per second')
    .min(MIN_BITRATE)
    .max(BITRATE_PER_CHANNEL * MAX_CHANNELS)
    .optional(),
  bitrateMode: z.enum(['variable', 'constrained', 'constant']).default('variable'),
  application: z.enum(['audio', 'voip', 'lowdelay']).default('audio'),
  frameMs: z
    .number()
    .refine((ms) => FRAME_MS.includes(ms), `expected ${FRAME_MS.join(', ')} ms`)
    .default(20),
  complexity: z.int().min(0).max(10).default(10),
  packetLossPercent: z.int().min(0).max(100).default(0),
  channelMapping: z.enum(['speakers', 'discrete']).default('speakers'),
  ...engineShape,
});

/**
 * Opus (RFC 6716): `frames.pipe(encode(opus, { bitrate: 96_000 }))`, `packets.pipe(decode(opus))`.
 *
 * A packet is one Opus packet of 20 ms (`frameMs`); its `config` is the OpusHead of RFC 7845 5.1. Rates
 * are 48 kHz throughout: use `resample(48_000)` before. Encoding primes with 312 samples (120 where
 * `application` is `lowdelay`): the first packet has that `trimStart`, the last one a `trimEnd`, so
 * decoding gives back exactly the samples that went in. 1 to 8 channels. Encoder: libopus.
 *
 * @throws AudioFlowError `invalid-option`; when a session opens `unsupported` (with the nearest legal
 * value) and `unavailable` (no engine); decoding `malformed-data` and `format-changed` as chosen.
 *
 * @example
 * import { opus } from '@audioflow/codecs';
 * const session = await opus.openEncoder({ sampleRate: 48000, channelCount: 2 }, {});
 * const { frameSize, priming, config } = session.info;
 * console.log(frameSize, priming, config?.length); // 960 312 19
 * session.close();
 */
export const opus: AudioCodec<'opus', OpusEncodeOptions, DecodeOptions> = engineCodec({
  id: 'opus',
  schema,
  plan: (format, options) => {
    const { bitrate, packetLossPercent, channelMapping, bitrateMode } = options;
    const discrete = channelMapping === 'discrete';
    const channelMap = discrete ? undefined : CHANNEL_MAPS[format.channelCount];
    const channels = { from: 1, to: MAX_CHANNELS };
    checkFormat('encode(opus)', { sampleRates: [48_000], channels }, format);
    if (bitrate !== undefined) {
      const values = {
        field: 'bitrate',
        what: `a bitrate for ${format.channelCount} channel(s)`,
        legal: { from: MIN_BITRATE, to: BITRATE_PER_CHANNEL * format.channelCount },
        mend: (near: number): string => `set bitrate: ${near}`,
      };
      checkLegal('encode(opus)', values, bitrate);
    }
    return {
      encoders: ['libopus'],
      masks: XIPH_MASKS,
      ...(bitrate === undefined ? {} : { bitrate }),
      ...(channelMap === undefined ? {} : { channelMap }),
      options: {
        vbr: MODES[bitrateMode],
        application: options.application,
        frame_duration: `${options.frameMs}`,
        compression_level: `${options.complexity}`,
        packet_loss: `${packetLossPercent}`,
        fec: packetLossPercent > 0 ? '1' : '0',
        mapping_family: discrete ? '255' : '-1',
      },
    };
  },
  decoder: { decoders: ['opus', 'libopus'], masks: XIPH_MASKS },
});
