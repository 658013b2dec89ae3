import type { ChannelLayout } from '@audioflow/core';
import type { PictureKind } from './tags/picture-kind.js';
import type { Tags } from './wav/index.js';

/** One stream of sound in a file. */
export interface AudioStreamInfo {
  /** Its place among the streams with sound, from 0: what the option `stream` of `readAudio` takes. */
  readonly index: number;
  /** `pcm`, `mp3`, `aac`, `vorbis`... */
  readonly codec: string;
  /** Hz. */
  readonly sampleRate: number;
  readonly channelCount: number;
  /** Where the file gives another one than the channel count implies. */
  readonly layout?: ChannelLayout;
  /** Significant bits of a sample, where the codec has such: flac, alac, pcm... */
  readonly bitDepth?: number;
  /** Bits per second. */
  readonly bitrate?: number;
  /** As the container says it, mostly three letters of ISO 639-2; absent where it is undetermined. */
  readonly language?: string;
  /** Whether this one is read where none is asked for. */
  readonly isDefault: boolean;
  /** Samples per channel: only where it is known to the sample. */
  readonly totalSamples?: number;
  /** Playing time: exact if `totalSamples` is there, else an estimate. */
  readonly durationSeconds?: number;
  /** Tags of this stream alone. */
  readonly tags: Tags;
}

/** A picture in a file's tags. */
export interface AttachedPicture {
  /** `image/jpeg`, `image/png`... */
  readonly mimeType: string;
  /** What it shows, by ID3v2's list of picture types; absent where the container does not tell it. */
  readonly kind?: PictureKind | undefined;
  /** A text beside it. */
  readonly description?: string | undefined;
  /** The picture file. */
  readonly data: Uint8Array;
}
