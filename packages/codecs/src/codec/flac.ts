import type { AudioCodec } from '@audioflow/core/codec';
import * as z from 'zod';
import type { EngineOptions } from '../engine/index.js';
import { checkFormat } from './check-format.js';
import type { DecodeOptions } from './decode-options.js';
import { engineCodec } from './engine-codec.js';
import { engineShape } from './engine-schema.js';
import { XIPH_MASKS } from './speaker-masks.js';

/** Options of {@link flac} encoding. */
export interface FlacEncodeOptions extends EngineOptions {
  /** What is stored, rounded to the nearest. Default `s24`: sound of 16 bits takes no more room in it. */
  readonly sampleType?: 's16' | 's24' | undefined;
  /** 0 fastest to 12 smallest. Default 5. */
  readonly compressionLevel?: number | undefined;
  /** Samples per packet, 16 to 65 535. Default: chosen by the encoder for the rate (4608 at 48 kHz). */
  readonly blockSize?: number | undefined;
}

const schema = z.strictObject({
  sampleType: z.enum(['s16', 's24']).default('s24'),
  compressionLevel: z.int().min(0).max(12).default(5),
  blockSize: z.int().min(16).max(65_535).optional(),
  ...engineShape,
});

const STREAMINFO_BYTES = 34;

/**
 * Whether two STREAMINFO blocks tell the same format: rate, channels and sample size (RFC 9639 8.2). The
 * others, sizes and checksum, belong to the whole stream and are known at its end only.
 */
const sameFormat = (a: Uint8Array, b: Uint8Array): boolean => {
  if (a.length < STREAMINFO_BYTES || b.length < STREAMINFO_BYTES) return false;
  for (let i = 10; i < 13; i++) if (a[i] !== b[i]) return false;
  return (a[13] ?? 0) >> 4 === (b[13] ?? 0) >> 4;
};

/** Rates that a frame header can tell: in Hz up to 65 535, in kHz up to 255, in tens of Hz above. */
const codedRate = (asked: number): number => {
  const rate = Math.round(asked);
  if (rate <= 65_535 || (rate % 1000 === 0 && rate <= 255_000)) return rate;
  return Math.min(Math.round(rate / 10) * 10, 655_350);
};

/**
 * FLAC (RFC 9639), lossless: `frames.pipe(encode(flac))`, `packets.pipe(decode(flac))`.
 *
 * A packet is one FLAC frame, the last one as short as needed; its `config` is the 34-byte STREAMINFO
 * block. The last packet carries another `config`, completed by the number of samples and their MD5:
 * decoders go on with it, writers put it into the file's head. Samples of 16 or 24 bits come back
 * bit-exact. No delay, no padding. 1 to 8 channels, 1 Hz to 655.35 kHz.
 *
 * @throws AudioFlowError `invalid-option`; when a session opens `unsupported` (with the nearest legal
 * value) and `unavailable` (no engine); decoding `malformed-data` and `format-changed` as chosen.
 *
 * @example
 * import { flac } from '@audioflow/codecs';
 * const session = await flac.openEncoder({ sampleRate: 48000, channelCount: 2 }, {});
 * const { frameSize, priming, config } = session.info;
 * console.log(frameSize, priming, config?.length); // 4608 0 34
 * session.close();
 */
export const flac: AudioCodec<'flac', FlacEncodeOptions, DecodeOptions> = engineCodec({
  id: 'flac',
  schema,
  plan: (format, { sampleType, compressionLevel, blockSize }) => {
    // One is named, the nearest: the legal ones are too many.
    const sampleRates = [Math.max(1, codedRate(format.sampleRate))];
    checkFormat('encode(flac)', { sampleRates, channels: { from: 1, to: 8 } }, format);
    return {
      encoders: ['flac'],
      sampleType,
      masks: XIPH_MASKS,
      variableDuration: true,
      finalConfig: true,
      ...(blockSize === undefined ? {} : { frameSize: blockSize }),
      options: { compression_level: `${compressionLevel}` },
    };
  },
  decoder: { decoders: ['flac'], masks: XIPH_MASKS, sameConfig: sameFormat },
});
