import type { AudioCodec, PcmFormat } from '@audioflow/core/codec';
import * as z from 'zod';
import { MPEG_BITRATES, MPEG_RATES, parseMp3Header, versionOfRate } from '../bitstream/index.js';
import type { EngineOptions } from '../engine/index.js';
import { checkFormat, checkLegal } from './check-format.js';
import type { DecodeOptions } from './decode-options.js';
import { engineCodec } from './engine-codec.js';
import { engineShape } from './engine-schema.js';
import { nearest } from './nearest.js';

/** Options of {@link mp3} encoding. */
export interface Mp3EncodeOptions extends EngineOptions {
  /**
   * Bits per second, constant. Default 128 000, or the highest legal one below where the sample rate
   * has no 128 000. Legal: 32 to 320 kbit/s at 32 to 48 kHz, 8 to 160 at 16 to 24 kHz, 8 to 64 below.
   */
  readonly bitrate?: number | undefined;
  /** Variable bitrate, LAME's scale: 0 best (about 245 kbit/s) to 9 smallest (about 65). Excludes `bitrate`. */
  readonly quality?: number | undefined;
  /** Code the sum and difference of the channels where that takes fewer bits. Default true. */
  readonly jointStereo?: boolean | undefined;
  /**
   * Let frames borrow bits from earlier ones. Default true. Without it each frame decodes on its own,
   * at some cost in quality: for streams that are joined at any frame.
   */
  readonly bitReservoir?: boolean | undefined;
}

const DEFAULT_BITRATE = 128_000;
const RATES = [...MPEG_RATES[1], ...MPEG_RATES[2], ...MPEG_RATES[2.5]];
/** MPEG 2.5 stops at 64 kbit/s in LAME. */
const LOWEST_RATES_LIMIT = 64;

const inBits = (kilobits: readonly number[]): readonly number[] => kilobits.map((k) => k * 1000);
const ALL_BITRATES = inBits([...MPEG_BITRATES[2], ...MPEG_BITRATES[1]]);

const bitrateSchema = z
  .number('expected a number of bits per second')
  .superRefine((bitrate, at) => {
    if (ALL_BITRATES.includes(bitrate)) return;
    const near = nearest(ALL_BITRATES, bitrate);
    at.addIssue({
      code: 'custom',
      message: `expected an mp3 bitrate in bits per second, nearest is ${near}`,
    });
  });

const schema = z
  .strictObject({
    bitrate: bitrateSchema.optional(),
    quality: z.number().min(0).max(9).optional(),
    jointStereo: z.boolean().default(true),
    bitReservoir: z.boolean().default(true),
    ...engineShape,
  })
  .refine(({ bitrate, quality }) => bitrate === undefined || quality === undefined, {
    path: ['quality'],
    message: 'expected bitrate or quality, not both',
  });

const bitratesAt = (format: PcmFormat): readonly number[] => {
  const sampleRates = [...RATES].sort((a, b) => a - b);
  checkFormat('encode(mp3)', { sampleRates, channels: { from: 1, to: 2 } }, format);
  const version = versionOfRate(format.sampleRate) ?? 1;
  const legal = MPEG_BITRATES[version];
  return inBits(version === 2.5 ? legal.filter((k) => k <= LOWEST_RATES_LIMIT) : legal);
};

/** The bitrate to use at a format: the one asked for, if it is legal there. */
const chooseBitrate = (format: PcmFormat, asked: number | undefined): number => {
  const legal = bitratesAt(format);
  if (asked === undefined)
    return legal.includes(DEFAULT_BITRATE) ? DEFAULT_BITRATE : Math.max(...legal);
  const values = {
    field: 'bitrate',
    what: `a bitrate at ${format.sampleRate} Hz`,
    legal,
    mend: (near: number): string => `set bitrate: ${near}`,
  };
  checkLegal('encode(mp3)', values, asked);
  return asked;
};

/**
 * MPEG Layer III: `frames.pipe(encode(mp3, { bitrate: 128_000 }))`, `packets.pipe(decode(mp3))`.
 *
 * A packet is one whole frame with its header, 1152 samples (576 at 24 kHz and below); there is no
 * `config`. Encoding primes with 1105 samples: the first packet has `pts` -1105 and `trimStart` 1105, the
 * last one a `trimEnd`, so decoding gives back exactly the samples that went in. One or two channels; 8,
 * 11.025, 12, 16, 22.05, 24, 32, 44.1 or 48 kHz. Encoder: LAME.
 *
 * @throws AudioFlowError `invalid-option`; when a session opens `unsupported` (with the nearest legal
 * value) and `unavailable` (no engine); decoding `malformed-data` and `format-changed` as chosen.
 *
 * @example
 * import { createFrame } from '@audioflow/core';
 * import { mp3 } from '@audioflow/codecs';
 * const session = await mp3.openEncoder({ sampleRate: 48000, channelCount: 1 }, { bitrate: 64_000 });
 * const packets = [];
 * session.push(createFrame([new Float32Array(4800)], { sampleRate: 48000 }), (p) => packets.push(p));
 * session.end((p) => packets.push(p));
 * session.close();
 * console.log(packets.length, packets[0].pts, packets[0].data.length); // 6 -1105 192
 */
export const mp3: AudioCodec<'mp3', Mp3EncodeOptions, DecodeOptions> = engineCodec({
  id: 'mp3',
  schema,
  plan: (format, { bitrate, quality, jointStereo, bitReservoir }) => {
    const chosen = chooseBitrate(format, bitrate);
    return {
      encoders: ['libmp3lame', 'mp3'],
      ...(quality === undefined ? { bitrate: chosen } : { quality }),
      options: { joint_stereo: jointStereo ? '1' : '0', reservoir: bitReservoir ? '1' : '0' },
    };
  },
  decoder: { decoders: ['mp3float', 'mp3'], formatOf: parseMp3Header },
});
