import type { FfmpegCodecHints } from '@audioflow/codecs';
import type { NativeLibrary } from '@audioflow/codecs/engine';
import type { NativeInput } from './native-input.js';

type CodecParameters = NativeInput['stream']['codecpar'];

const above0 = (value: string | null): number | undefined => {
  const found = Number(value ?? 0);
  return found > 0 ? found : undefined;
};

/**
 * What the container says that decoders of ADPCM, WMA and their like need. Not all of it stands in node-av's
 * parameters: a context that they are put into tells it.
 */
export const nativeHints = (
  { av }: NativeLibrary,
  decoder: string,
  parameters: CodecParameters,
): FfmpegCodecHints => {
  const codec = av.Codec.findDecoder(parameters.codecId);
  if (codec === null) return { decoder };
  const context = new av.CodecContext();
  context.allocContext3(codec);
  try {
    if (context.parametersToContext(parameters) < 0) return { decoder };
    const blockAlign = above0(context.getOption('block_align'));
    const bitsPerCodedSample = above0(context.getOption('bits_per_coded_sample'));
    const bitrate = Number(parameters.bitRate);
    return {
      decoder,
      ...(blockAlign === undefined ? {} : { blockAlign }),
      ...(bitsPerCodedSample === undefined ? {} : { bitsPerCodedSample }),
      ...(bitrate > 0 ? { bitrate } : {}),
    };
  } finally {
    context.freeContext();
  }
};
