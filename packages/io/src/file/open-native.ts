import { loadNativeLibrary, type NativeLibrary, resolveEngine } from '@audioflow/codecs/engine';
import {
  AudioFlowError,
  continuousTime,
  fromPull,
  type Packet,
  type PacketStream,
  rechunk,
} from '@audioflow/core';
import { type AudioCodec, decode } from '@audioflow/core/codec';
import { EMPTY, of } from 'rxjs';
import {
  describeNativeFile,
  type NativeStreamInfo,
  nativePackets,
} from '../container/native/index.js';
import type { AudioFile, AudioFileInfo, OpenOptions } from './audio-file.types.js';
import type { FileHead } from './file-head.js';

/** A codec that is only decoded, by the decoders that FFmpeg chose for the file. */
const decoderOf = ({ codec }: NativeStreamInfo): AudioCodec<string, object, object> => ({
  id: codec.id,
  checkEncodeOptions: () => ({}),
  checkDecodeOptions: () => ({}),
  openEncoder: () => {
    throw new AudioFlowError('unsupported', `${codec.id}: expected to decode only`);
  },
  openDecoder: (first) =>
    resolveEngine('auto').openDecoder({
      codec: codec.id,
      decoders: codec.decoders,
      sampleRate: first.sampleRate,
      channelCount: first.channelCount,
      ...(first.config === undefined ? {} : { config: first.config }),
      onMalformed: 'skip',
      onFormatChange: 'error',
    }),
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
  const { container, codec, sampleRate, channelCount } = native;
  const { totalSamples, durationSeconds, bitrate } = native;
  return {
    container,
    codec: codec.id,
    sampleRate,
    channelCount,
    ...(totalSamples === undefined ? {} : { totalSamples }),
    ...(durationSeconds === undefined ? {} : { durationSeconds }),
    ...(bitrate === undefined ? {} : { bitrate }),
  };
};

const packetsOf = (library: NativeLibrary, path: string): PacketStream =>
  fromPull<Packet>(() => nativePackets(library, path), { name: 'readAudio' });

/** Opens a file that FFmpeg's demuxers read: Ogg, FLAC, MP4, WebM, AIFF, CAF... */
export const openNative = async (
  { path }: FileHead,
  { frameLength }: OpenOptions,
): Promise<AudioFile> => {
  const library = await loadNativeLibrary();
  const native = describeNativeFile(library, path);
  await checkDecoder(path, native);
  const packets = packetsOf(library, path);
  const decoder = decode(decoderOf(native), { onFormatChange: 'restart' });
  const pcm = packets.pipe(decoder, continuousTime(), rechunk(frameLength));
  const { tags } = native;
  const metadata = Object.keys(tags).length === 0 ? EMPTY : of({ pts: 0, tags });
  return { info: infoOf(native), pcm, packets, metadata };
};
