import type { NativeLibrary } from '@audioflow/codecs/engine';
import { defaultLayout, type Packet } from '@audioflow/core';
import { samplePacking } from '../../mux/sample-packing.js';
import { findCodec } from './find-codec.js';

type CodecParameters = InstanceType<NativeLibrary['av']['CodecParameters']>;
type EncoderName = Parameters<NativeLibrary['av']['Codec']['findEncoderByName']>[0];

/** What a stream's header is made of. */
export interface MuxStream {
  readonly packet: Packet;
  /** As the container is to hold it: an OpusHead with the right pre-skip. */
  readonly config: Uint8Array | undefined;
  /** Samples that are not heard at the start. */
  readonly lead: number;
  /** Speaker mask, where it is known. */
  readonly channelMask?: number | undefined;
}

/** Codecs that FFmpeg names otherwise than packets do. */
const names: Readonly<Record<string, string>> = { mulaw: 'pcm_mulaw', alaw: 'pcm_alaw' };
const ADPCM = 'adpcm_ima_wav';
/** Codecs that do not tell their speakers themselves. */
const uncompressed: ReadonlySet<string> = new Set(['pcm', 'mulaw', 'alaw']);
/** Where an `alac` atom of 36 bytes has its number of samples a packet. */
const ALAC_FRAME_AT = 12;
const ALAC_ATOM_BYTES = 36;

/** Samples of every packet but the last, for containers that count in packets; 0 where they differ. */
const frameSize = ({ codec, config, duration }: Packet): number => {
  if (codec === 'vorbis') return 0;
  if (codec !== 'alac' || config?.length !== ALAC_ATOM_BYTES) return duration;
  return new DataView(config.buffer, config.byteOffset).getUint32(ALAC_FRAME_AT);
};

/** FFmpeg's name of a packet's codec: `pcm_s16le` for pcm, as its config says. */
const muxCodecName = (packet: Packet): string =>
  packet.codec === 'pcm' ? `pcm_${samplePacking(packet)}` : (names[packet.codec] ?? packet.codec);

const isEncoderName = (name: string): name is EncoderName => name !== '';

/** Some streams have a size of a block, which only an encoder fills in. */
const fromEncoder = (
  library: NativeLibrary,
  { name, blockSize }: { readonly name: string; readonly blockSize: number },
  to: CodecParameters,
): void => {
  const { av } = library;
  const encoder = isEncoderName(name) ? av.Codec.findEncoderByName(name) : null;
  if (encoder === null) return;
  const format = encoder.sampleFormats?.[0];
  const context = new av.CodecContext();
  context.allocContext3(encoder);
  try {
    context.sampleRate = to.sampleRate;
    context.channelLayout = to.channelLayout;
    context.timeBase = new av.Rational(1, to.sampleRate);
    if (format !== undefined) context.sampleFormat = format;
    if (name === ADPCM) context.setOption('block_size', blockSize);
    if (context.open2Sync(encoder) >= 0) to.fromContext(context);
  } finally {
    context.freeContext();
  }
};

/** Fills in the parameters of a stream that is to be written. */
export const fillParameters = (
  library: NativeLibrary,
  to: CodecParameters,
  { packet, config, lead, channelMask }: MuxStream,
): void => {
  const { constants } = library;
  const { sampleRate, channelCount } = packet;
  const name = muxCodecName(packet);
  const mask =
    (uncompressed.has(packet.codec) ? channelMask : undefined) ?? defaultLayout(channelCount).mask;
  to.codecType = constants.AVMEDIA_TYPE_AUDIO;
  to.codecId = findCodec(library, name).id;
  to.sampleRate = sampleRate;
  to.channelLayout = {
    nbChannels: channelCount,
    order: mask === 0 ? constants.AV_CHANNEL_ORDER_UNSPEC : constants.AV_CHANNEL_ORDER_NATIVE,
    mask: BigInt(mask),
  };
  if (name.startsWith('pcm_') || name === ADPCM) {
    fromEncoder(library, { name, blockSize: packet.data.length }, to);
  } else to.frameSize = frameSize(packet);
  if (config !== undefined && packet.codec !== 'pcm') to.extradata = Buffer.from(config);
  to.initialPadding = lead;
  to.codecTag = 0;
};
