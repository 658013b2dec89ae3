import type { AudioCodec } from '@audioflow/core/codec';
import * as z from 'zod';
import type { EngineOptions } from '../engine/index.js';
import { checkFormat } from './check-format.js';
import type { DecodeOptions } from './decode-options.js';
import { engineCodec } from './engine-codec.js';
import { engineShape } from './engine-schema.js';
import { ALAC_MASKS } from './speaker-masks.js';

/** Options of {@link alac} encoding. */
export interface AlacEncodeOptions extends EngineOptions {
  /** What is stored, rounded to the nearest. Default `s24`. */
  readonly sampleType?: 's16' | 's24' | undefined;
  /** 0 fastest to 2 smallest. Default 2. */
  readonly compressionLevel?: number | undefined;
}

const schema = z.strictObject({
  sampleType: z.enum(['s16', 's24']).default('s24'),
  compressionLevel: z.int().min(0).max(2).default(2),
  ...engineShape,
});

/** FFmpeg's encoder reserves too little room for frames of up to 3 samples and more than 2 channels. */
const SHORTEST_SURROUND = 16;

/**
 * Apple Lossless: `frames.pipe(encode(alac))`, `packets.pipe(decode(alac))`.
 *
 * A packet is one ALAC frame of 4096 samples, the last one as short as needed (16 samples at least, with
 * a `trimEnd`, above two channels); its `config` is the `alac` atom of 36 bytes with the ALACSpecificConfig in it. Samples of 16 or 24 bits come back bit-exact. No
 * delay, no padding. 1 to 8 channels, any rate.
 *
 * @throws AudioFlowError `invalid-option`; when a session opens `unsupported` (with the nearest legal
 * value) and `unavailable` (no engine); decoding `malformed-data` and `format-changed` as chosen.
 *
 * @example
 * import { alac } from '@audioflow/codecs';
 * const session = await alac.openEncoder({ sampleRate: 44100, channelCount: 2 }, { sampleType: 's16' });
 * console.log(session.info.frameSize, session.info.config?.length); // 4096 36
 * session.close();
 */
export const alac: AudioCodec<'alac', AlacEncodeOptions, DecodeOptions> = engineCodec({
  id: 'alac',
  schema,
  plan: (format, { sampleType, compressionLevel }) => {
    checkFormat('encode(alac)', { channels: { from: 1, to: 8 } }, format);
    return {
      encoders: ['alac'],
      sampleType,
      masks: ALAC_MASKS,
      variableDuration: true,
      shortest: format.channelCount > 2 ? SHORTEST_SURROUND : 1,
      options: { compression_level: `${compressionLevel}` },
    };
  },
  decoder: { decoders: ['alac'], masks: ALAC_MASKS },
});
