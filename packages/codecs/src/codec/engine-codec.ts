import { checkOptions } from '@audioflow/core';
import type { AudioCodec, PcmFormat } from '@audioflow/core/codec';
import type * as z from 'zod';
import { type EncoderSetup, type EngineOptions, resolveEngine } from '../engine/index.js';
import { checkDecodeOptions, type DecodeOptions } from './decode-options.js';
import { checkEngineOptions, placeOf } from './engine-schema.js';
import { type DecoderPlan, openEngineDecoder } from './open-engine-decoder.js';

/** What an encoder of one codec is opened with, beside what is the same for all codecs. */
export type EncoderPlan = Omit<EncoderSetup<string>, 'codec' | 'format' | 'limits' | 'ffmpegPath'>;

/** What tells one codec of the engines from another. */
export interface EngineCodecSpec<C extends string, E extends EngineOptions> {
  readonly id: C;
  /** The codec's own encode options with those of `engineShape`. */
  readonly schema: z.ZodType<E>;
  /** Throws `unsupported` where the format has no legal encoding with these options. */
  plan(format: PcmFormat, options: E): EncoderPlan;
  readonly decoder: Omit<DecoderPlan<C>, 'codec'>;
}

/** Makes the descriptor of a codec that runs in an engine both ways. */
export const engineCodec = <C extends string, E extends EngineOptions>(
  spec: EngineCodecSpec<C, E>,
): AudioCodec<C, E, DecodeOptions> => {
  const { id, schema, plan, decoder } = spec;
  const { sameConfig } = decoder;
  const checkEncode = (options: unknown): E =>
    checkEngineOptions(`encode(${id})`, checkOptions(`encode(${id})`, schema, options ?? {}));
  return {
    id,
    checkEncodeOptions: checkEncode,
    checkDecodeOptions: (options) => checkDecodeOptions(`decode(${id})`, options),
    openEncoder: (format, options) => {
      const checked = checkEncode(options);
      return resolveEngine(checked.engine ?? 'auto').openEncoder<C>({
        codec: id,
        format,
        ...plan(format, checked),
        ...placeOf(checked),
      });
    },
    openDecoder: (first, options) => openEngineDecoder({ codec: id, ...decoder }, first, options),
    ...(sameConfig === undefined ? {} : { sameConfig }),
  };
};
