import type { AudioCodec } from '@audioflow/core/codec';
import * as z from 'zod';
import type { EngineOptions } from '../engine/index.js';
import { checkFormat } from './check-format.js';
import type { DecodeOptions } from './decode-options.js';
import { engineCodec } from './engine-codec.js';
import { engineShape } from './engine-schema.js';

/** Options of {@link adpcmIma} encoding. */
export interface AdpcmImaEncodeOptions extends EngineOptions {
  /** Bytes per packet: 32, 64, 128 ... 8192. Default 1024. */
  readonly blockSize?: number | undefined;
}

const BLOCK_SIZES: readonly number[] = [32, 64, 128, 256, 512, 1024, 2048, 4096, 8192];

const schema = z.strictObject({
  blockSize: z
    .int()
    .refine((bytes) => BLOCK_SIZES.includes(bytes), `expected ${BLOCK_SIZES.join(', ')} bytes`)
    .default(1024),
  ...engineShape,
});

/**
 * IMA ADPCM as WAVE files hold it (format tag 0x11), 4 bits a sample: `frames.pipe(encode(adpcmIma))`.
 *
 * A packet is one block, which begins with each channel's predictor, of 1017 samples in stereo and 2041 in
 * mono at the default `blockSize`; there is no `config`. No delay; the last block is filled up, which its
 * `trimEnd` tells. 1 or 2 channels, any rate.
 *
 * @throws AudioFlowError `invalid-option`; when a session opens `unsupported` (with the nearest legal
 * value) and `unavailable` (no engine); decoding `malformed-data` and `format-changed` as chosen.
 *
 * @example
 * import { adpcmIma } from '@audioflow/codecs';
 * const session = await adpcmIma.openEncoder({ sampleRate: 8000, channelCount: 1 }, { blockSize: 256 });
 * console.log(session.info.frameSize); // 505
 * session.close();
 */
export const adpcmIma: AudioCodec<'adpcm_ima_wav', AdpcmImaEncodeOptions, DecodeOptions> =
  engineCodec({
    id: 'adpcm_ima_wav',
    schema,
    plan: (format, { blockSize }) => {
      checkFormat('encode(adpcm_ima_wav)', { channels: { from: 1, to: 2 } }, format);
      return { encoders: ['adpcm_ima_wav'], options: { block_size: `${blockSize}` } };
    },
    decoder: { decoders: ['adpcm_ima_wav'], options: { bits_per_coded_sample: '4' } },
  });
