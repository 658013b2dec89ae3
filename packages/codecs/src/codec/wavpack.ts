import type { AudioCodec } from '@audioflow/core/codec';
import * as z from 'zod';
import type { EngineOptions } from '../engine/index.js';
import { checkFormat } from './check-format.js';
import type { DecodeOptions } from './decode-options.js';
import { engineCodec } from './engine-codec.js';
import { engineShape } from './engine-schema.js';
import { XIPH_MASKS } from './speaker-masks.js';

/** Options of {@link wavpack} encoding. */
export interface WavpackEncodeOptions extends EngineOptions {
  /** What is stored, rounded to the nearest; `f32` stores every frame as it is. Default `s24`. */
  readonly sampleType?: 's16' | 's24' | 'f32' | undefined;
  /** 0 fastest to 8 smallest. Default 1. */
  readonly compressionLevel?: number | undefined;
}

const schema = z.strictObject({
  sampleType: z.enum(['s16', 's24', 'f32']).default('s24'),
  compressionLevel: z.int().min(0).max(8).default(1),
  ...engineShape,
});

/**
 * WavPack 4, lossless: `frames.pipe(encode(wavpack))`, `packets.pipe(decode(wavpack))`.
 *
 * A packet is the WavPack blocks of half a second or so (24 000 samples at 48 kHz), the last one shorter;
 * there is no `config`. Samples of the chosen type come back bit-exact, floats too. No delay, no padding.
 * 1 to 8 channels, any rate.
 *
 * @throws AudioFlowError `invalid-option`; when a session opens `unsupported` (with the nearest legal
 * value) and `unavailable` (no engine); decoding `malformed-data` and `format-changed` as chosen.
 *
 * @example
 * import { wavpack } from '@audioflow/codecs';
 * const session = await wavpack.openEncoder({ sampleRate: 48000, channelCount: 2 }, {});
 * console.log(session.info.frameSize, session.info.config); // 24000 undefined
 * session.close();
 */
export const wavpack: AudioCodec<'wavpack', WavpackEncodeOptions, DecodeOptions> = engineCodec({
  id: 'wavpack',
  schema,
  plan: (format, { sampleType, compressionLevel }) => {
    checkFormat('encode(wavpack)', { channels: { from: 1, to: 8 } }, format);
    return {
      encoders: ['wavpack'],
      sampleType,
      masks: XIPH_MASKS,
      variableDuration: true,
      options: { compression_level: `${compressionLevel}` },
    };
  },
  decoder: { decoders: ['wavpack'], masks: XIPH_MASKS },
});
