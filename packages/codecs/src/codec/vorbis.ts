import type { AudioCodec } from '@audioflow/core/codec';
import * as z from 'zod';
import { vorbisDuration } from '../bitstream/vorbis/vorbis-duration.js';
import type { EngineOptions } from '../engine/index.js';
import { checkFormat } from './check-format.js';
import type { DecodeOptions } from './decode-options.js';
import { engineCodec } from './engine-codec.js';
import { engineShape } from './engine-schema.js';
import { XIPH_MASKS } from './speaker-masks.js';

/** Options of {@link vorbis} encoding. */
export interface VorbisEncodeOptions extends EngineOptions {
  /** -1 smallest to 10 best, at a bitrate that follows the sound. Default 3, about 112 kbit/s in stereo. */
  readonly quality?: number | undefined;
  /** Bits per second, on average. What is legal depends on rate and channels. Excludes `quality`. */
  readonly bitrate?: number | undefined;
}

const schema = z
  .strictObject({
    quality: z.number().min(-1).max(10).optional(),
    bitrate: z.int('expected whole bits per second').min(4000).max(2_000_000).optional(),
    ...engineShape,
  })
  .refine(({ bitrate, quality }) => bitrate === undefined || quality === undefined, {
    path: ['quality'],
    message: 'expected bitrate or quality, not both',
  });

const DEFAULT_QUALITY = 3;

/**
 * Vorbis I: `frames.pipe(encode(vorbis, { quality: 5 }))`, `packets.pipe(decode(vorbis))`.
 *
 * A packet is one audio packet, of 64 to 2048 samples, as the sound wants it; its `config` holds the three
 * header packets in Xiph lacing (as Matroska's CodecPrivate has it), without which nothing can be decoded.
 * The first packet only prepares the second: its samples are `trimStart`, the last packet has a
 * `trimEnd`, so decoding gives back exactly the samples that went in. 1 to 8 channels; 8 to 192 kHz.
 * Encoder: libvorbis.
 *
 * @throws AudioFlowError `invalid-option`; when a session opens `unsupported` (with the nearest legal
 * value) and `unavailable` (no engine); decoding `malformed-data` and `format-changed` as chosen.
 *
 * @example
 * import { vorbis } from '@audioflow/codecs';
 * const session = await vorbis.openEncoder({ sampleRate: 48000, channelCount: 2 }, {});
 * console.log(session.info.priming, session.info.config?.[0]); // 128 2
 * session.close();
 */
export const vorbis: AudioCodec<'vorbis', VorbisEncodeOptions, DecodeOptions> = engineCodec({
  id: 'vorbis',
  schema,
  plan: (format, { bitrate, quality = DEFAULT_QUALITY }) => {
    const sampleRates = { from: 8000, to: 192_000 };
    checkFormat('encode(vorbis)', { sampleRates, channels: { from: 1, to: 8 } }, format);
    return {
      encoders: ['libvorbis'],
      masks: XIPH_MASKS,
      variableDuration: true,
      durationOf: vorbisDuration,
      ...(bitrate === undefined ? { quality } : { bitrate }),
    };
  },
  // The first packet only prepares the second.
  decoder: { decoders: ['vorbis', 'libvorbis'], masks: XIPH_MASKS, silentPackets: 1 },
});
