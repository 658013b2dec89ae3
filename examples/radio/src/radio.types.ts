import type { Progress } from '@audioflow/core';
import type { MountStatus } from '@audioflow/io/icecast';

/** What a radio is made of; sender and station have to agree on the format. */
export interface RadioOptions {
  readonly codec: 'mp3' | 'aac' | 'pcm';
  readonly sampleRate: number;
  readonly channelCount: number;
  readonly bitrate: number;
  /** Audio per message to a listener, in ms. */
  readonly flushMs: number;
  readonly host: string;
  readonly httpPort: number;
  readonly ingestPort: number;
  readonly token?: string | undefined;
  /** What Icecast sources have to say; without it none is taken. */
  readonly sourcePassword?: string | undefined;
  /** Told when a sender is lost or sends what does not fit; the station goes on. */
  readonly onError: (error: unknown) => void;
}

/** How a programme is sent. */
export interface Sending {
  /** Told how late each packet leaves, in ms. */
  readonly onDrift: (ms: number) => void;
  readonly onProgress: (progress: Progress) => void;
}

/** A station that is on. */
export interface Station {
  readonly status: () => MountStatus;
  readonly httpPort: number;
  readonly ingestPort: number;
  close(): Promise<void>;
}
