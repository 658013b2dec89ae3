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
  /** Bytes thrown away because what waits to be played was at its limit. */
  readonly droppedBytes: number;
}

/** The events of a player and what they carry. */
export interface PlayerEvents {
  /** Every change of state. */
  state: PlayerState;
  /** What is streamed; again after a reconnection. */
  config: StreamConfig;
  /** What is on, whenever the station says so. */
  title: StreamTitle;
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

/** What is on. */
export interface StreamTitle {
  readonly title: string;
  readonly url?: string;
}

/** Options that all players have. */
export interface PlayerOptions {
  /** The WebSocket of a broadcaster: absolute, or relative to the page (`/ws`). */
  readonly url: string;
  /** Seconds behind the live edge to hold; default 0.35. */
  readonly targetLatency?: number;
  /** Jump to the target when further behind than this, in seconds; default 2, for pcm 0.6. */
  readonly jumpAbove?: number;
  /**
   * What may be buffered while nothing plays, in seconds; default 30, for pcm 5; never less than
   * `jumpAbove` and a second. Older audio is removed.
   */
  readonly maxBufferSeconds?: number;
  /** Try again when audio has come and then none for this long, in seconds; default 10. */
  readonly silenceSeconds?: number;
  /** Default 8 attempts, 0.5 s doubling to 10 s. `false`: a lost connection is an error at once. */
  readonly reconnect?: false | Partial<ReconnectPolicy>;
}

/** What an {@link MsePlayer} has beside. */
export interface MseOptions {
  /** The element that plays; default: a new one, not in the document. */
  readonly audio?: HTMLAudioElement;
  /** What stays buffered behind the playing position, in seconds; default 2. */
  readonly keepSeconds?: number;
  /** What may wait for the decoder, in bytes; default 1,048,576. The oldest chunks are dropped. */
  readonly maxQueueBytes?: number;
}

/** What a {@link PcmPlayer} has beside. */
export interface PcmOptions {
  /**
   * Where the sound goes: a node of an audio graph of yours, or what makes it when `play()` is called.
   * Default: the loudspeaker, by a graph of the player's own.
   */
  readonly output?: AudioNode | (() => AudioNode);
  /**
   * Where the page's server has the text of `pcmWorkletScript()`. Needed only where a content security
   * policy forbids scripts from `blob:`; default: a `blob:` address.
   */
  readonly workletUrl?: string;
}

/** Options of {@link MsePlayer}. */
export interface MsePlayerOptions extends PlayerOptions, MseOptions {}

/** Options of {@link PcmPlayer}. */
export interface PcmPlayerOptions extends PlayerOptions, PcmOptions {}

/** Options of {@link createPlayer}. */
export interface CreatePlayerOptions extends Omit<PlayerOptions, 'url'>, MseOptions, PcmOptions {
  /**
   * As with the other players; or several addresses of one programme, the dearest first: the first one
   * is played that this browser can play.
   */
  readonly url: string | readonly string[];
}
