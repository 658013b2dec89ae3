import type { NativeLibrary } from '@audioflow/codecs/engine';

/** A codec as packets name it, and the decoder that FFmpeg prefers for it. */
export interface NativeCodec {
  readonly id: string;
  readonly decoder: string;
  /** Every packet decodes to as many samples as the codec's frame has, the last one too. */
  readonly fixedFrames: boolean;
}

/** Decoders that FFmpeg names otherwise than their codec. */
const named: Readonly<Record<string, string>> = {
  mp3float: 'mp3',
  mp2float: 'mp2',
  mp1float: 'mp1',
};
const fixed: ReadonlySet<string> = new Set(['aac', 'mp3', 'mp2', 'mp1', 'ac3', 'eac3']);

type NativeCodecId = Parameters<NativeLibrary['av']['Codec']['findDecoder']>[0];

/** The codec of a stream, or undefined where FFmpeg has no decoder for it. */
export const findNativeCodec = (
  { av }: NativeLibrary,
  codecId: NativeCodecId,
): NativeCodec | undefined => {
  const decoder = av.Codec.findDecoder(codecId)?.name;
  if (decoder === undefined || decoder === null) return undefined;
  const id = named[decoder] ?? decoder.replace(/^lib(?=opus|vorbis)/, '');
  return { id, decoder, fixedFrames: fixed.has(id) };
};
