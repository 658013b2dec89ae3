import type { EngineLimits } from '@audioflow/codecs/engine';
import type { AudioFlowError, ChannelLayout, PacketStream, PcmStream } from '@audioflow/core';
import type { Observable } from 'rxjs';
import type { AttachedPicture, AudioStreamInfo, Tags, WavSampleType } from '../container/index.js';
import type { AudioRange, RangeOptions } from './range/audio-range.js';

/** What is known of an audio file before it is played. */
export interface AudioFileInfo {
  /** `wav`, `mp3`, `adts`, or FFmpeg's name: `ogg`, `flac`, `mov` (MP4 too), `matroska`... */
  readonly container: string;
  /** `pcm`, `mp3`, `aac`, `vorbis`... */
  readonly codec: string;
  /** Hz. */
  readonly sampleRate: number;
  readonly channelCount: number;
  /** Where the file gives another one than the channel count implies. */
  readonly layout?: ChannelLayout;
  /** How uncompressed samples are stored. */
  readonly sampleType?: WavSampleType;
  /** Samples per channel: only where it is known to the sample. */
  readonly totalSamples?: number;
  /** Playing time: exact if `totalSamples` is there, else an estimate. */
  readonly durationSeconds?: number;
  /** Bits per second. */
  readonly bitrate?: number;
}

/** Tags that hold from a moment on. */
export interface AudioMetadata {
  /** Samples. */
  readonly pts: number;
  readonly tags: Tags;
}

/**
 * An audio source, opened. Its streams read a file, bytes or an address anew on each subscription; of a
 * stream of bytes one of them can be read, once.
 */
export interface AudioFile {
  readonly info: AudioFileInfo;
  /** All streams with sound. */
  readonly streams: readonly AudioStreamInfo[];
  /** Tags that hold from the start. */
  readonly tags: Tags;
  /** Pictures in the tags. */
  readonly pictures: readonly AttachedPicture[];
  /** Decoded audio. Without a range pts counts from 0; with one from the range's first sample. */
  readonly pcm: PcmStream;
  /** The packets as they are in the file, whatever the range; absent for uncompressed files. */
  readonly packets?: PacketStream;
  readonly metadata: Observable<AudioMetadata>;
  /**
   * Lets go of a stream of bytes, or the temporary file of one, that is not read, or not again. Not
   * needed for files, bytes and addresses, nor behind `readAudio`. Idempotent.
   */
  close(): Promise<void>;
}

/** Options of `openAudio` and `readAudio`. */
export interface ReadAudioOptions extends RangeOptions {
  /** Samples per frame; the last frame may be shorter. Default 1024. */
  readonly frameLength?: number | undefined;
  /** Which of several streams with sound, from 0. Default: the one that the container prefers. */
  readonly stream?: number | undefined;
  /**
   * A change of rate or channels in mid-file, as chained Ogg has it: go on with frames of the new format,
   * or fail with `format-changed`. Default `restart`.
   */
  readonly onFormatChange?: 'restart' | 'error' | undefined;
  /**
   * Whether a stream of bytes is kept in a temporary file before it is read. Default: only where it cannot
   * be read otherwise, an MP4 file with its index at the end for example.
   */
  readonly spool?: boolean | undefined;
  /** The most that a temporary file may hold, in bytes. Default 2 GiB. */
  readonly spoolLimitBytes?: number | undefined;
  /** What the process that demuxes a stream of bytes may use. */
  readonly limits?: EngineLimits | undefined;
  /** Aborts: the source is closed, the streams fail with `aborted`. */
  readonly signal?: AbortSignal | undefined;
  /** Called for damage that leaves sound to play. Default: a warning through `diagnostics`. */
  readonly onWarning?: ((warning: AudioFlowError) => void) | undefined;
}

/** What the readers of the kinds of source are given: checked options. */
export interface OpenOptions {
  readonly frameLength: number;
  readonly stream?: number | undefined;
  readonly range?: AudioRange | undefined;
  readonly onFormatChange: 'restart' | 'error';
  readonly spool?: boolean | undefined;
  readonly spoolLimitBytes: number;
  readonly limits?: EngineLimits | undefined;
  readonly signal: AbortSignal;
  onWarning(warning: AudioFlowError): void;
}
