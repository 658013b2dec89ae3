/** The codecs that are measured. */
export type CodecName = 'mp3' | 'aac' | 'opus' | 'flac' | 'vorbis';

/** How the ffmpeg command line is told to do what our programs do. */
export interface PeerCodec {
  /** Encoder and options, as `programs/codec-table.mjs` has ours. */
  readonly encode: string;
  readonly extension: string;
}

/** Every codec, in the order in which they are measured. */
export const CODEC_NAMES: readonly CodecName[] = ['mp3', 'aac', 'opus', 'flac', 'vorbis'];

export const PEER_CODECS: Readonly<Record<CodecName, PeerCodec>> = {
  mp3: { encode: '-c:a libmp3lame -b:a 128k', extension: 'mp3' },
  aac: { encode: '-c:a aac -b:a 128k', extension: 'aac' },
  opus: { encode: '-c:a libopus -b:a 96k', extension: 'opus' },
  flac: { encode: '-c:a flac -sample_fmt s16', extension: 'flac' },
  vorbis: { encode: '-c:a libvorbis -q:a 3', extension: 'ogg' },
};
