import { resolveEngine } from '@audioflow/codecs/engine';
import { AudioFlowError } from '@audioflow/core';
import { type AudioCodec, decode } from '@audioflow/core/codec';
import type { NativeStreamInfo } from '../container/native/index.js';
import type { AudioFile, AudioFileInfo, OpenOptions } from './audio-file.types.js';
import { decodeRange } from './decode-range.js';
import { openLinkDecoder } from './link-decoder.js';
import { openNativeReader } from './native-reader.js';
import type { SourceHead } from './source/source-head.js';

/** A codec that is only decoded, by the decoders that FFmpeg chose for the file. */
const decoderOf = ({ codec }: NativeStreamInfo): AudioCodec<string, object, object> => ({
  id: codec.id,
  checkEncodeOptions: () => ({}),
  checkDecodeOptions: () => ({}),
  openEncoder: () => {
    throw new AudioFlowError('unsupported', `${codec.id}: expected to decode only`);
  },
  openDecoder: (first) =>
    openLinkDecoder(first, ({ sampleRate, channelCount, config }) =>
      resolveEngine('auto').openDecoder({
        codec: codec.id,
        decoders: codec.decoders,
        sampleRate,
        channelCount,
        ...(config === undefined ? {} : { config }),
        onMalformed: 'skip',
        onFormatChange: 'error',
      }),
    ),
});

/** Opens the decoder once: some want more of the container than packets carry (ADPCM, WMA). */
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
  const { codec, sampleRate } = native;
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
        packetSamples: packetSamples[codec.id] ?? MPEG_FRAME_SAMPLES,
        packets: reader.packets,
        decode: (packets) => packets.pipe(decode(decoderOf(native), { onFormatChange: 'restart' })),
      },
      options,
    ),
    metadata: reader.metadata,
    close: reader.close,
  };
};
