import { ffmpegCodec } from '@audioflow/codecs';
import { AudioFlowError } from '@audioflow/core';
import { type AnyCodec, type CodecRegistry, decode } from '@audioflow/core/codec';
import type { NativeStreamInfo } from '../container/native/index.js';
import type { AudioFile, AudioFileInfo, OpenOptions } from './audio-file.types.js';
import { decodeRange } from './decode-range.js';
import { openLinkDecoder } from './link-decoder.js';
import { openNativeReader } from './native-reader.js';
import type { SourceHead } from './source/source-head.js';

/**
 * The codec of a file, by the decoder that FFmpeg chose for it, with what the container tells; each link of a
 * chain has a decoder of its own.
 */
const decoderOf = ({ codec, hints }: NativeStreamInfo) => {
  const plain = ffmpegCodec<string>(codec.id, hints);
  const openDecoder: typeof plain.openDecoder = (first, options) =>
    openLinkDecoder(first, (link) => plain.openDecoder(link, options));
  return { ...plain, openDecoder };
};

/** The decoders of a chain, whose links may be of several codecs. */
const decodersOf = (native: NativeStreamInfo): CodecRegistry => {
  const first = decoderOf(native);
  const find = (id: string): AnyCodec => (id === first.id ? first : ffmpegCodec<string>(id));
  return { ids: [first.id], find, get: find };
};

/** Opens the decoder once: FFmpeg has some that are only there for their names. */
const checkDecoder = async (path: string, native: NativeStreamInfo): Promise<void> => {
  const { codec, sampleRate, channelCount, config } = native;
  const empty = {
    kind: 'packet',
    codec: codec.id,
    data: new Uint8Array(),
    pts: 0,
    duration: 0,
  } as const;
  const first = { ...empty, sampleRate, channelCount, ...(config === undefined ? {} : { config }) };
  try {
    const session = await decoderOf(native).openDecoder(first, {});
    await session.close();
  } catch (cause) {
    throw new AudioFlowError(
      'unsupported',
      `expected a codec that can be decoded, got ${codec.id} in ${path}: convert the file to wav or flac`,
      { cause, details: { path, codec: codec.id } },
    );
  }
};

const infoOf = (native: NativeStreamInfo): AudioFileInfo => {
  const { container, codec, sampleRate, channelCount, layout } = native;
  const { totalSamples, durationSeconds, bitrate } = native;
  return {
    container,
    codec: codec.id,
    sampleRate,
    channelCount,
    ...(layout === undefined ? {} : { layout }),
    ...(totalSamples === undefined ? {} : { totalSamples }),
    ...(durationSeconds === undefined ? {} : { durationSeconds }),
    ...(bitrate === undefined ? {} : { bitrate }),
  };
};

/** As many samples as a packet of a codec has at most, where its pre-roll is told in packets. */
const packetSamples: Readonly<Record<string, number>> = {
  vorbis: 8192,
  aac: 2048,
  ac3: 1536,
  eac3: 1536,
};
const MPEG_FRAME_SAMPLES = 1152;

/** Opens a source that FFmpeg's demuxers read: Ogg, FLAC, MP4, WebM, AIFF, CAF... */
export const openNative = async (head: SourceHead, options: OpenOptions): Promise<AudioFile> => {
  const reader = await openNativeReader(head, options);
  const { stream: native } = reader.info;
  try {
    await checkDecoder(head.name, native);
  } catch (error) {
    await reader.close();
    throw error;
  }
  const { codec, sampleRate, layout } = native;
  return {
    info: infoOf(native),
    streams: reader.info.streams,
    tags: { ...head.id3?.tags, ...native.tags },
    pictures: [...reader.info.pictures, ...(head.seekable ? [] : (head.id3?.pictures ?? []))],
    packets: reader.packets(),
    pcm: decodeRange(
      {
        codec: codec.id,
        sampleRate,
        layout,
        packetSamples: packetSamples[codec.id] ?? MPEG_FRAME_SAMPLES,
        exactTimes: native.exactTimes,
        packets: reader.packets,
        decode: (packets) =>
          packets.pipe(
            native.container === 'ogg'
              ? decode(decodersOf(native), { onFormatChange: 'restart' })
              : decode(decoderOf(native), { onFormatChange: 'restart' }),
          ),
      },
      options,
    ),
    metadata: reader.metadata,
    close: reader.close,
  };
};
