import { AudioFlowError } from '@audioflow/core';
import type { CodedSampleType } from '../codec-engine.js';
import type { NativeLibrary } from './native-library.js';

type NativeCodec = InstanceType<NativeLibrary['av']['Codec']>;

/** One of FFmpeg's numbers for a sample format. */
export type NativeSampleFormat = NativeLibrary['constants']['AV_SAMPLE_FMT_FLTP'];

/**
 * The sample format in which an encoder is to be given what it codes: planar floats, which need no
 * conversion, where it takes them.
 *
 * @throws AudioFlowError `unsupported` where the encoder does not code that sample type.
 */
export const chooseSampleFormat = (
  { constants }: NativeLibrary,
  codec: NativeCodec,
  sampleType?: CodedSampleType,
): NativeSampleFormat => {
  const float = [constants.AV_SAMPLE_FMT_FLTP, constants.AV_SAMPLE_FMT_FLT];
  const short = [constants.AV_SAMPLE_FMT_S16P, constants.AV_SAMPLE_FMT_S16];
  const long = [constants.AV_SAMPLE_FMT_S32P, constants.AV_SAMPLE_FMT_S32];
  const wanted = { f32: float, s16: short, s24: long, any: [...float, ...long, ...short] };
  const taken = codec.sampleFormats;
  const found = wanted[sampleType ?? 'any'].find((format) => taken?.includes(format) ?? true);
  if (found !== undefined) return found;
  throw new AudioFlowError(
    'unsupported',
    `native engine: expected an encoder of ${sampleType ?? 'floats or integers'}, ${codec.name} is none`,
    { details: { encoder: codec.name, sampleType } },
  );
};
