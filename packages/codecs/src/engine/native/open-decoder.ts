import { AudioFlowError } from '@audioflow/core';
import type { DecoderSetup } from '../codec-engine.js';
import { applyOptions } from './apply-options.js';
import { nativeLayout } from './native-layout.js';
import type { NativeLibrary } from './native-library.js';

type DecoderName = NonNullable<Parameters<NativeLibrary['av']['Codec']['findDecoderByName']>[0]>;
type NativeContext = InstanceType<NativeLibrary['av']['CodecContext']>;
type NativeCodec = InstanceType<NativeLibrary['av']['Codec']>;

const isName = (name: string): name is DecoderName => name.length > 0;

const findDecoder = (library: NativeLibrary, names: readonly string[]): NativeCodec => {
  for (const name of names) {
    const codec = isName(name) ? library.av.Codec.findDecoderByName(name) : null;
    if (codec !== null) return codec;
  }
  throw new AudioFlowError(
    'unsupported',
    `native engine: expected one of the FFmpeg decoders ${names.join(', ')}, this build of node-av has none`,
    { details: { decoders: names } },
  );
};

/** Opens an FFmpeg decoder that leaves all trimming to us. Frees everything when it fails. */
export const openNativeDecoder = <C extends string>(
  library: NativeLibrary,
  setup: DecoderSetup<C>,
  config: Uint8Array | undefined,
): NativeContext => {
  const { av, constants } = library;
  const codec = findDecoder(library, setup.decoders);
  const context = new av.CodecContext();
  context.allocContext3(codec);
  try {
    context.sampleRate = setup.sampleRate;
    context.channelLayout = nativeLayout(library, setup.channelCount, setup.masks);
    context.pktTimebase = new av.Rational(1, setup.sampleRate);
    context.threadCount = 1;
    context.setFlags2(constants.AV_CODEC_FLAG2_SKIP_MANUAL);
    if (config !== undefined) context.extraData = Buffer.from(config);
    const status = applyOptions(context, setup.options) ?? context.open2Sync(codec);
    if (status < 0) {
      throw new AudioFlowError(
        'malformed-data',
        `native engine: ${codec.name} refused the configuration: ${new av.FFmpegError(status).message}`,
        { details: { status, decoder: codec.name } },
      );
    }
    return context;
  } catch (error) {
    context.freeContext();
    throw error;
  }
};
