import { AudioFlowError } from '@audioflow/core';
import type { EncoderSetup } from '../codec-engine.js';
import { applyOptions } from './apply-options.js';
import { chooseSampleFormat, type NativeSampleFormat } from './choose-sample-format.js';
import { type NativeLayout, nativeLayout } from './native-layout.js';
import type { NativeLibrary } from './native-library.js';

type EncoderName = NonNullable<Parameters<NativeLibrary['av']['Codec']['findEncoderByName']>[0]>;
type NativeContext = InstanceType<NativeLibrary['av']['CodecContext']>;
type NativeCodec = InstanceType<NativeLibrary['av']['Codec']>;

/** An open FFmpeg encoder and what it tells of itself. */
export interface OpenedEncoder {
  readonly context: NativeContext;
  readonly layout: NativeLayout;
  readonly sampleFormat: NativeSampleFormat;
  readonly frameSize: number;
  readonly priming: number;
  readonly config?: Uint8Array;
}

const isName = (name: string): name is EncoderName => name.length > 0;

const findEncoder = (library: NativeLibrary, names: readonly string[]): NativeCodec => {
  for (const name of names) {
    const codec = isName(name) ? library.av.Codec.findEncoderByName(name) : null;
    if (codec !== null) return codec;
  }
  throw new AudioFlowError(
    'unsupported',
    `native engine: expected one of the FFmpeg encoders ${names.join(', ')}, this build of node-av has none`,
    { details: { encoders: names } },
  );
};

const configure = <C extends string>(
  library: NativeLibrary,
  { context, sampleFormat }: Pick<OpenedEncoder, 'context' | 'sampleFormat'>,
  setup: EncoderSetup<C>,
): NativeLayout => {
  const { av, constants } = library;
  const { sampleRate, channelCount } = setup.format;
  const layout = nativeLayout(library, channelCount, setup.masks);
  context.sampleRate = sampleRate;
  context.sampleFormat = sampleFormat;
  if (setup.sampleType === 's24') context.bitsPerRawSample = 24;
  context.channelLayout = layout;
  context.timeBase = new av.Rational(1, sampleRate);
  context.threadCount = 1;
  if (setup.frameSize !== undefined) context.frameSize = setup.frameSize;
  if (setup.bitrate !== undefined) context.bitRate = BigInt(setup.bitrate);
  if (setup.quality !== undefined) {
    context.setFlags(constants.AV_CODEC_FLAG_QSCALE);
    context.globalQuality = Math.round(setup.quality * constants.FF_QP2LAMBDA);
  }
  return layout;
};

const priming = (library: NativeLibrary, context: NativeContext): number => {
  const parameters = new library.av.CodecParameters();
  parameters.alloc();
  try {
    parameters.fromContext(context);
    return parameters.initialPadding;
  } finally {
    parameters.free();
  }
};

/** Opens an FFmpeg encoder. Frees everything when it fails. */
export const openNativeEncoder = <C extends string>(
  library: NativeLibrary,
  setup: EncoderSetup<C>,
): OpenedEncoder => {
  const { av } = library;
  const codec = findEncoder(library, setup.encoders);
  const sampleFormat = chooseSampleFormat(library, codec, setup.sampleType);
  const context = new av.CodecContext();
  context.allocContext3(codec);
  try {
    const layout = configure(library, { context, sampleFormat }, setup);
    const status = applyOptions(context, setup.options) ?? context.open2Sync(codec);
    if (status < 0) {
      const reason = new av.FFmpegError(status).message;
      const { sampleRate, channelCount } = setup.format;
      const bitrate = setup.bitrate === undefined ? '' : `, ${setup.bitrate} bits per second`;
      throw new AudioFlowError(
        'unsupported',
        `native engine: ${codec.name} refused ${channelCount} channels at ${sampleRate} Hz${bitrate}: ${reason}`,
        { details: { status, encoder: codec.name } },
      );
    }
    const extra = context.extraData;
    const config = extra === null || extra.length === 0 ? undefined : new Uint8Array(extra);
    return {
      context,
      layout,
      sampleFormat,
      frameSize: context.frameSize,
      priming: priming(library, context),
      ...(config === undefined ? {} : { config }),
    };
  } catch (error) {
    context.freeContext();
    throw error;
  }
};
