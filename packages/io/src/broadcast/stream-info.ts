import type { BroadcastCodec } from './broadcast.types.js';
import type { ResolvedBroadcasterOptions } from './broadcaster-options.js';

const MIME: Readonly<Record<BroadcastCodec, string>> = {
  mp3: 'audio/mpeg',
  aac: 'audio/aac',
  pcm: 'audio/wav',
};

/** What listeners and `status` are told of the stream. */
export interface StreamInfo {
  readonly codec: BroadcastCodec;
  readonly mime: string;
  readonly sampleRate: number;
  readonly channelCount: number;
  readonly bitrate?: number;
  /** Of pcm alone: 16-bit signed, little-endian, interleaved. */
  readonly sampleType?: 's16';
}

/** The description of the stream that follows from the options. */
export const streamInfo = (options: ResolvedBroadcasterOptions): StreamInfo => ({
  codec: options.codec,
  mime: MIME[options.codec],
  sampleRate: options.sampleRate,
  channelCount: options.channelCount,
  ...(options.bitrate === undefined ? {} : { bitrate: options.bitrate }),
  ...(options.codec === 'pcm' ? { sampleType: 's16' } : {}),
});
