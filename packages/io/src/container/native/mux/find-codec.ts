import type { NativeLibrary } from '@audioflow/codecs/engine';
import { AudioFlowError } from '@audioflow/core';

type NativeCodec = InstanceType<NativeLibrary['av']['Codec']>;
type DecoderName = Parameters<NativeLibrary['av']['Codec']['findDecoderByName']>[0];

const isDecoderName = (name: string): name is DecoderName => name !== '';

/**
 * A codec by the name of its decoder.
 *
 * @throws AudioFlowError `unsupported`.
 */
export const findCodec = ({ av }: NativeLibrary, name: string): NativeCodec => {
  const codec = isDecoderName(name) ? av.Codec.findDecoderByName(name) : null;
  if (codec !== null) return codec;
  throw new AudioFlowError('unsupported', `expected a codec that FFmpeg has, got ${name}`, {
    details: { codec: name },
  });
};
