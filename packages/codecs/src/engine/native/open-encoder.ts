import { AudioFlowError } from '@audioflow/core';
import type { EncoderSetup } from '../codec-engine.js';
import { type NativeLayout, nativeLayout } from './native-layout.js';
import type { NativeLibrary } from './native-library.js';

type EncoderName = NonNullable<Parameters<NativeLibrary['av']['Codec']['findEncoderByName']>[0]>;
type NativeContext = InstanceType<NativeLibrary['av']['CodecContext']>;
type NativeCodec = InstanceType<NativeLibrary['av']['Codec']>;

/** An open FFmpeg encoder and what it tells of itself. */
export interface OpenedEncoder {
  readonly context: NativeContext;
  readonly layout: NativeLayout;
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
  context: NativeContext,
  setup: EncoderSetup<C>,
): NativeLayout => {
  const { av, constants } = library;
  const { sampleRate, channelCount } = setup.format;
  const layout = nativeLayout(library, channelCount);
  context.sampleRate = sampleRate;
  context.sampleFormat = constants.AV_SAMPLE_FMT_FLTP;
  context.channelLayout = layout;
  context.timeBase = new av.Rational(1, sampleRate);
  context.threadCount = 1;
  if (setup.bitrate !== undefined) context.bitRate = BigInt(setup.bitrate);
  if (setup.quality !== undefined) {
    context.setFlags(constants.AV_CODEC_FLAG_QSCALE);
    context.globalQuality = Math.round(setup.quality * constants.FF_QP2LAMBDA);
  }
  return layout;
};

/**
 * Sets the encoder's private options one by one; the first refusal. A dictionary given to `open2Sync`
 * crashes: FFmpeg frees it, and node-av frees it again.
 */
const applyOptions = (
  context: NativeContext,
  options: Readonly<Record<string, string>> = {},
): number | undefined => {
  for (const [name, value] of Object.entries(options)) {
    const status = context.setOption(name, value);
    if (status < 0) return status;
  }
  return undefined;
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

/** Opens an FFmpeg encoder that takes planar floats. Frees everything when it fails. */
export const openNativeEncoder = <C extends string>(
  library: NativeLibrary,
  setup: EncoderSetup<C>,
): OpenedEncoder => {
  const { av, constants } = library;
  const codec = findEncoder(library, setup.encoders);
  if (codec.sampleFormats?.includes(constants.AV_SAMPLE_FMT_FLTP) === false) {
    throw new AudioFlowError(
      'unsupported',
      `native engine: expected an encoder of planar floats, ${codec.name} is none`,
    );
  }
  const context = new av.CodecContext();
  context.allocContext3(codec);
  try {
    const layout = configure(library, context, setup);
    const status = applyOptions(context, setup.options) ?? context.open2Sync(codec);
    if (status < 0) {
      const reason = new av.FFmpegError(status).message;
      const { sampleRate, channelCount } = setup.format;
      throw new AudioFlowError(
        'unsupported',
        `native engine: ${codec.name} refused ${channelCount} channels at ${sampleRate} Hz: ${reason}`,
        { details: { status, encoder: codec.name } },
      );
    }
    const extra = context.extraData;
    const config = extra === null || extra.length === 0 ? undefined : new Uint8Array(extra);
    return {
      context,
      layout,
      frameSize: context.frameSize,
      priming: priming(library, context),
      ...(config === undefined ? {} : { config }),
    };
  } catch (error) {
    context.freeContext();
    throw error;
  }
};
