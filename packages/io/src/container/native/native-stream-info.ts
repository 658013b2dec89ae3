import type { NativeLibrary } from '@audioflow/codecs/engine';
import { AudioFlowError } from '@audioflow/core';
import { aiffIsWhole } from './aiff-is-whole.js';
import { flacIsWhole } from './flac-is-whole.js';
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
  /** Samples per channel, where the container says it to the sample and the file has not been cut. */
  readonly totalSamples?: number;
  readonly tags: Readonly<Record<string, string>>;
}

const lowerCaseKeys = (tags: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(tags).map(([key, value]) => [key.toLowerCase(), value]));

/** The length of a stream in samples, where it can be relied on. */
const exactLength = (
  { stream, fd, size }: NativeInput,
  container: string,
  codec: string,
): number | undefined => {
  const { codecpar, timeBase, duration, startTime } = stream;
  if (container === 'ogg') {
    return codec === 'vorbis' && startTime === 0n ? oggLength(fd, size) : undefined;
  }
  if (timeBase.num !== 1 || timeBase.den !== codecpar.sampleRate || duration <= 0n)
    return undefined;
  const samples = Number(duration);
  if (container === 'flac') return flacIsWhole({ fd, size }, samples) ? samples : undefined;
  const frameBytes = Math.ceil(codecpar.bitsPerCodedSample / 8) * codecpar.channels;
  const plain = container === 'aiff' && codec.startsWith('pcm_') && frameBytes > 0;
  return plain && aiffIsWhole({ fd, size }, samples * frameBytes) ? samples : undefined;
};

/** The playing time as the container tells it, or FFmpeg guesses it. */
const statedSeconds = ({ context, stream }: NativeInput, container: string): number => {
  const { codecpar, timeBase, duration } = stream;
  if (duration <= 0n) return Number(context.duration) / 1e6;
  // Ogg counts the samples that only prime the decoder (RFC 7845, section 4.3), at 48 kHz.
  const head = container === 'ogg' ? codecpar.extradata : null;
  const opus = head !== null && head.length >= 12 && head.toString('latin1', 0, 8) === 'OpusHead';
  const preSkip = opus ? head.readUInt16LE(10) / 48_000 : 0;
  return (Number(duration) * timeBase.num) / timeBase.den - preSkip;
};

/** Reads what the demuxer knows; `unsupported` where there is no decoder. */
export const describeNativeInput = (
  library: NativeLibrary,
  input: NativeInput,
): NativeStreamInfo => {
  const { context, stream } = input;
  const { codecpar } = stream;
  const codec = findNativeCodec(library, codecpar.codecId);
  const { sampleRate, channels: channelCount, extradata } = codecpar;
  if (codec === undefined || sampleRate <= 0 || channelCount <= 0) {
    throw new AudioFlowError(
      'unsupported',
      `expected a codec that FFmpeg decodes, got number ${codecpar.codecId} of ${channelCount} channel(s) at ${sampleRate} Hz`,
    );
  }
  const container = (context.iformat?.name ?? '').split(',')[0] ?? '';
  const totalSamples = exactLength(input, container, codec.id);
  const seconds =
    totalSamples === undefined ? statedSeconds(input, container) : totalSamples / sampleRate;
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
    ...(totalSamples === undefined ? {} : { totalSamples }),
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
