import type { FfmpegCodecHints } from '@audioflow/codecs';
import type { NativeLibrary } from '@audioflow/codecs/engine';
import { AudioFlowError, type ChannelLayout, defaultLayout } from '@audioflow/core';
import type { AttachedPicture, AudioStreamInfo } from '../stream-info.types.js';
import { aiffIsWhole } from './aiff-is-whole.js';
import { flacIsWhole } from './flac-is-whole.js';
import { findNativeCodec, type NativeCodec } from './native-codecs.js';
import { nativeHints } from './native-hints.js';
import { type NativeFile, type NativeInput, openNativeInput } from './native-input.js';
import { oggLength } from './ogg-length.js';
import { opusPreSkip } from './opus-pre-skip.js';
import { readCafInfo } from './read-caf-info.js';

/** What is told of a stream before its packets are read. */
export interface NativeStreamInfo {
  readonly container: string;
  readonly codec: NativeCodec;
  /** What its decoder wants to know beside `config`. */
  readonly hints: FfmpegCodecHints;
  readonly sampleRate: number;
  readonly channelCount: number;
  /** Whether packets can be dated to the sample: by the container, or by what stands in them. */
  readonly exactTimes: boolean;
  readonly layout?: ChannelLayout;
  readonly config?: Uint8Array;
  readonly bitrate?: number;
  readonly durationSeconds?: number;
  /** Samples per channel, where the container says it to the sample and the file has not been cut. */
  readonly totalSamples?: number;
  readonly tags: Readonly<Record<string, string>>;
}

/** All that is told of a file. */
export interface NativeFileInfo {
  /** The stream that is read. */
  readonly stream: NativeStreamInfo;
  readonly streams: readonly AudioStreamInfo[];
  readonly pictures: readonly AttachedPicture[];
}

type NativeStream = NativeInput['stream'];

const lowerCaseKeys = (tags: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(tags).map(([key, value]) => [key.toLowerCase(), value]));

const tagsOf = (part: {
  readonly metadata: { getAll(): Record<string, string> } | null;
}): Record<string, string> => lowerCaseKeys(part.metadata?.getAll() ?? {});

/** The length of a stream in samples, where it can be relied on. */
const exactLength = (
  { stream, file }: Pick<NativeInput, 'stream' | 'file'>,
  container: string,
  codec: string,
): number | undefined => {
  if (file === undefined) return undefined;
  const { codecpar, timeBase, duration, startTime } = stream;
  if (container === 'ogg') {
    if (startTime !== 0n || (codec !== 'vorbis' && codec !== 'opus')) return undefined;
    // Ogg counts what primes an Opus decoder (RFC 7845, section 4.3).
    const end = oggLength(file);
    return end === undefined ? undefined : Math.max(0, end - opusPreSkip(codecpar.extradata));
  }
  if (timeBase.num !== 1 || timeBase.den !== codecpar.sampleRate || duration <= 0n)
    return undefined;
  const samples = Number(duration);
  if (container === 'flac') return flacIsWhole(file, samples) ? samples : undefined;
  const frameBytes = Math.ceil(codecpar.bitsPerCodedSample / 8) * codecpar.channels;
  const plain = container === 'aiff' && codec.startsWith('pcm_') && frameBytes > 0;
  return plain && aiffIsWhole(file, samples * frameBytes) ? samples : undefined;
};

/** The playing time as the container tells it, or FFmpeg guesses it. */
const statedSeconds = (
  { context, stream }: Pick<NativeInput, 'context' | 'stream'>,
  container: string,
): number => {
  const { timeBase, duration, codecpar } = stream;
  if (duration <= 0n) return Number(context.duration) / 1e6;
  const preSkip = container === 'ogg' ? opusPreSkip(codecpar.extradata) / 48_000 : 0;
  return (Number(duration) * timeBase.num) / timeBase.den - preSkip;
};

const layoutOf = ({ codecpar }: NativeStream): ChannelLayout | undefined => {
  const { channels: channelCount, channelLayout } = codecpar;
  const mask = Number(channelLayout.mask ?? 0n);
  const usual = mask === 0 || mask > 0xffff_ffff || mask === defaultLayout(channelCount).mask;
  return usual ? undefined : { channelCount, mask };
};

const containerOf = ({ context }: NativeInput): string =>
  (context.iformat?.name ?? '').split(',')[0] ?? '';

/** Reads what the demuxer knows of a stream; `unsupported` where there is no decoder. */
const describeStream = (
  library: NativeLibrary,
  input: NativeInput,
  stream: NativeStream = input.stream,
): NativeStreamInfo => {
  const { codecpar } = stream;
  const codec = findNativeCodec(library, codecpar.codecId);
  const { sampleRate, channels: channelCount, extradata } = codecpar;
  if (codec === undefined || sampleRate <= 0 || channelCount <= 0) {
    throw new AudioFlowError(
      'unsupported',
      `expected a codec that FFmpeg decodes, got number ${codecpar.codecId} of ${channelCount} channel(s) at ${sampleRate} Hz`,
    );
  }
  const container = containerOf(input);
  const part = { context: input.context, stream, file: input.file };
  const totalSamples = exactLength(part, container, codec.id);
  const seconds =
    totalSamples === undefined ? statedSeconds(part, container) : totalSamples / sampleRate;
  const bitrate = Number(codecpar.bitRate);
  const layout = layoutOf(stream);
  return {
    container,
    codec,
    hints: nativeHints(library, codec.decoder, codecpar),
    sampleRate,
    channelCount,
    exactTimes: hasExactTimes(stream, codec),
    tags: {
      ...tagsOf(input.context),
      ...tagsOf(stream),
      ...(container === 'caf' && input.file !== undefined ? readCafInfo(input.file) : {}),
    },
    ...(layout === undefined ? {} : { layout }),
    ...(extradata === null || extradata.length === 0 ? {} : { config: new Uint8Array(extradata) }),
    ...(bitrate > 0 ? { bitrate } : {}),
    ...(seconds > 0 ? { durationSeconds: seconds } : {}),
    ...(totalSamples === undefined ? {} : { totalSamples }),
  };
};

/** Packets that tell themselves how many samples they hold, as the stamper reads them. */
const selfDated: ReadonlySet<string> = new Set(['opus', 'vorbis', 'flac']);

const hasExactTimes = (
  { timeBase, codecpar }: NativeStream,
  { id, fixedFrames }: NativeCodec,
): boolean =>
  selfDated.has(id) ||
  (fixedFrames && codecpar.frameSize > 0) ||
  (timeBase.num === 1 && timeBase.den === codecpar.sampleRate);

const bitDepthOf = ({ codecpar }: NativeStream, codec: string): number | undefined => {
  const { bitsPerRawSample, bitsPerCodedSample } = codecpar;
  if (bitsPerRawSample > 0) return bitsPerRawSample;
  const plain = codec.startsWith('pcm_') || ['flac', 'alac', 'wavpack', 'tta'].includes(codec);
  return plain && bitsPerCodedSample > 0 ? bitsPerCodedSample : undefined;
};

/** A stream in a list; one without a decoder is in it too. */
const listStream = (
  library: NativeLibrary,
  input: NativeInput,
  index: number,
): AudioStreamInfo | undefined => {
  const stream = input.audio[index];
  if (stream === undefined) return undefined;
  const { codecpar } = stream;
  const tags = tagsOf(stream);
  const { language, ...others } = tags;
  const isDefault = stream.index === input.stream.index;
  const common = {
    index,
    isDefault,
    tags: others,
    ...(language === undefined || language === 'und' ? {} : { language }),
  };
  if (findNativeCodec(library, codecpar.codecId) === undefined || codecpar.sampleRate <= 0) {
    const { sampleRate, channels: channelCount, codecTagString } = codecpar;
    return { ...common, codec: codecTagString ?? 'unknown', sampleRate, channelCount };
  }
  const { codec, sampleRate, channelCount, layout, bitrate, durationSeconds, totalSamples } =
    describeStream(library, input, stream);
  const bitDepth = bitDepthOf(stream, codec.id);
  return {
    ...common,
    codec: codec.id,
    sampleRate,
    channelCount,
    ...(layout === undefined ? {} : { layout }),
    ...(bitDepth === undefined ? {} : { bitDepth }),
    ...(bitrate === undefined ? {} : { bitrate }),
    ...(totalSamples === undefined ? {} : { totalSamples }),
    ...(durationSeconds === undefined ? {} : { durationSeconds }),
  };
};

/** Reads all that the demuxer knows; `unsupported` where the chosen stream has no decoder. */
export const describeNativeInput = (
  library: NativeLibrary,
  input: NativeInput,
): NativeFileInfo => ({
  stream: describeStream(library, input),
  streams: input.audio.flatMap((_, index) => listStream(library, input, index) ?? []),
  pictures: input.pictures,
});

/** Describes a file, and closes it again. */
export const describeNativeFile = (
  library: NativeLibrary,
  file: NativeFile,
  wanted?: number,
): NativeFileInfo => {
  const input = openNativeInput(library, file, wanted);
  try {
    return describeNativeInput(library, input);
  } finally {
    input.close();
  }
};
