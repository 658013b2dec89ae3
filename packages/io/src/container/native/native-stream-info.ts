import type { NativeLibrary } from '@audioflow/codecs/engine';
import { AudioFlowError } from '@audioflow/core';
import { findNativeCodec, type NativeCodec } from './native-codecs.js';
import { type NativeInput, openNativeInput } from './native-input.js';
import { oggLength } from './ogg-length.js';

/** What is told of a stream before its packets are read. */
export interface NativeStreamInfo {
  readonly container: string;
  readonly codec: NativeCodec;
  readonly sampleRate: number;
  readonly channelCount: number;
  readonly config?: Uint8Array;
  readonly bitrate?: number;
  readonly durationSeconds?: number;
  /** Samples per channel, where the container says it to the sample. */
  readonly totalSamples?: number;
  readonly tags: Readonly<Record<string, string>>;
}

const lowerCaseKeys = (tags: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(tags).map(([key, value]) => [key.toLowerCase(), value]));

/** Reads what the demuxer knows; `unsupported` where there is no decoder. */
export const describeNativeInput = (
  library: NativeLibrary,
  { context, stream, fd, size }: NativeInput,
): NativeStreamInfo => {
  const { codecpar, timeBase, duration } = stream;
  const codec = findNativeCodec(library, codecpar.codecId);
  const { sampleRate, channels: channelCount, extradata } = codecpar;
  if (codec === undefined || sampleRate <= 0 || channelCount <= 0) {
    throw new AudioFlowError(
      'unsupported',
      `expected a codec that FFmpeg decodes, got number ${codecpar.codecId} of ${channelCount} channel(s) at ${sampleRate} Hz`,
    );
  }
  const container = (context.iformat?.name ?? '').split(',')[0] ?? '';
  const oggSamples =
    container === 'ogg' && codec.id === 'vorbis' && stream.startTime === 0n
      ? oggLength(fd, size)
      : undefined;
  const seconds =
    oggSamples !== undefined
      ? oggSamples / sampleRate
      : duration > 0n
        ? (Number(duration) * timeBase.num) / timeBase.den
        : Number(context.duration) / 1e6;
  const bitrate = Number(codecpar.bitRate);
  return {
    container,
    codec,
    sampleRate,
    channelCount,
    tags: {
      ...lowerCaseKeys(context.metadata?.getAll() ?? {}),
      ...lowerCaseKeys(stream.metadata?.getAll() ?? {}),
    },
    ...(extradata === null || extradata.length === 0 ? {} : { config: new Uint8Array(extradata) }),
    ...(bitrate > 0 ? { bitrate } : {}),
    ...(seconds > 0 ? { durationSeconds: seconds } : {}),
    ...(oggSamples === undefined ? {} : { totalSamples: oggSamples }),
  };
};

/** Describes a file, and closes it again. */
export const describeNativeFile = (library: NativeLibrary, path: string): NativeStreamInfo => {
  const input = openNativeInput(library, path);
  try {
    return describeNativeInput(library, input);
  } finally {
    input.close();
  }
};
