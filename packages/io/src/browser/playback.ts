import type { AudioFlowError } from '@audioflow/core';
import type { PlayerStats } from './player.types.js';
import type { StreamConfig } from './stream-message.js';

/** What a playback tells; none of it after `release`. */
export interface PlaybackHandlers {
  /** Sound begins, also after it ran out. */
  onPlaying(): void;
  /** Audio ran out while it played. */
  onStarved(): void;
  /** All has been played after `end`. */
  onEnded(): void;
  /** It cannot go on; `state` is `failed` unless named. */
  onError(error: AudioFlowError, state?: 'blocked'): void;
}

/** The figures of a player that its playback knows. */
export type PlaybackFigures = Omit<PlayerStats, 'received' | 'stalls' | 'reconnects'>;

/**
 * The half of a player that makes sound: audio in, loudspeaker out. It asks the browser for sound as
 * soon as it is made, while the press of a button is fresh.
 */
export interface Playback {
  /** Whether it can play such a stream. */
  accepts(config: StreamConfig): boolean;
  /** Says what comes; the same again does nothing. */
  begin(config: StreamConfig): void;
  push(chunk: Uint8Array<ArrayBuffer>): void;
  /** What comes next does not follow on what came before. */
  interrupt(): void;
  /** Nothing more comes: `onEnded` follows once all has been played. */
  end(): void;
  /** Called a few times a second. */
  tick(): void;
  /** Whether there is nothing to play at this moment. */
  readonly isStarving: boolean;
  figures(): PlaybackFigures;
  release(): void;
}
