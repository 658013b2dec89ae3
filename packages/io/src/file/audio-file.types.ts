import type { AudioFlowError, ChannelLayout, PacketStream, PcmStream } from '@audioflow/core';
import type { Observable } from 'rxjs';
import type { Tags, WavSampleType } from '../container/index.js';

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

/** An audio file, opened. Its streams read the file anew on each subscription. */
export interface AudioFile {
  readonly info: AudioFileInfo;
  /** Decoded audio, pts from 0. */
  readonly pcm: PcmStream;
  /** The packets as they are in the file; absent for uncompressed files. */
  readonly packets?: PacketStream;
  readonly metadata: Observable<AudioMetadata>;
}

/** Options of `openAudio` and `readAudio`. */
export interface ReadAudioOptions {
  /** Samples per frame; the last frame may be shorter. Default 1024. */
  readonly frameLength?: number | undefined;
  /** Aborts: the file is closed, the streams fail with `aborted`. */
  readonly signal?: AbortSignal | undefined;
  /** Called for damage that leaves sound to play. Default: a warning through `diagnostics`. */
  readonly onWarning?: ((warning: AudioFlowError) => void) | undefined;
}

/** What the readers of the kinds of file are given: checked options. */
export interface OpenOptions {
  readonly frameLength: number;
  onWarning(warning: AudioFlowError): void;
}
