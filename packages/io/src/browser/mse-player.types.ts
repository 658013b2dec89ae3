import type { AudioFlowError } from '@audioflow/core';
import type { ReconnectPolicy } from './reconnect-delay.js';
import type { StreamConfig } from './stream-message.js';

/**
 * What a player is doing. `blocked`: the browser wants a press of a button before it plays sound.
 * `buffering`: connected, not enough audio yet. `stalled`: audio stopped coming while it played.
 */
export type PlayerState =
  | 'idle'
  | 'connecting'
  | 'buffering'
  | 'playing'
  | 'stalled'
  | 'blocked'
  | 'reconnecting'
  | 'ended'
  | 'failed';

/** Figures of a player, since `play()`. */
export interface PlayerStats {
  /** Seconds between what plays and the newest audio received. */
  readonly latency: number;
  /** Seconds buffered that can still be played. */
  readonly buffered: number;
  /** Bytes received. */
  readonly received: number;
  /** Seconds played. */
  readonly played: number;
  /** The playback rate at this moment: 1 unless it is catching up or saving up. */
  readonly rate: number;
  /** How often it began to play faster to come back to the live edge. */
  readonly catchUps: number;
  /** How often it jumped to the live edge. */
  readonly jumps: number;
  /** How often audio ran out while it played. */
  readonly stalls: number;
  /** How often the connection was opened again. */
  readonly reconnects: number;
  /** Bytes thrown away because the queue before the decoder was full. */
  readonly droppedBytes: number;
}

/** The events of a player and what they carry. */
export interface MsePlayerEvents {
  /** Every change of state. */
  state: PlayerState;
  /** What is streamed; again after a reconnection. */
  config: StreamConfig;
  /** Sound begins, also after a stall. */
  playing: PlayerStats;
  /** Four times a second while there is a stream. */
  stats: PlayerStats;
  /** Audio ran out. */
  stalled: PlayerStats;
  /** The connection was lost and will be opened again. */
  reconnecting: { readonly attempt: number; readonly inMs: number };
  /** The stream has ended and all of it has been played. */
  ended: { readonly reason: string };
  /** Nothing goes on; the message says why and what helps. */
  error: AudioFlowError;
}

/** Options of {@link MsePlayer}. */
export interface MsePlayerOptions {
  /** The WebSocket of a broadcaster: absolute, or relative to the page (`/ws`). */
  readonly url: string;
  /** The element that plays; default: a new one, not in the document. */
  readonly audio?: HTMLAudioElement;
  /** Seconds behind the live edge to hold; default 0.35. Browsers do not go far below 0.27. */
  readonly targetLatency?: number;
  /** Jump to the target when further behind than this, in seconds; default 2. */
  readonly jumpAbove?: number;
  /** What may be buffered while nothing plays, in seconds; default 30. Older audio is removed. */
  readonly maxBufferSeconds?: number;
  /** What stays buffered behind the playing position, in seconds; default 2. */
  readonly keepSeconds?: number;
  /** What may wait for the decoder, in bytes; default 1,048,576. The oldest chunks are dropped. */
  readonly maxQueueBytes?: number;
  /** Try again when audio has come and then none for this long, in seconds; default 10. */
  readonly silenceSeconds?: number;
  /** Default 8 attempts, 0.5 s doubling to 10 s. `false`: a lost connection is an error at once. */
  readonly reconnect?: false | Partial<ReconnectPolicy>;
}
