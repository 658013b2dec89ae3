import { AudioFlowError } from '@audioflow/core';
import { createEventHub } from './event-hub.js';
import type { Playback, PlaybackHandlers } from './playback.js';
import type { PlayerEvents, PlayerState, PlayerStats } from './player.types.js';
import type { ConnectionSettings } from './player-options.js';
import { startSession } from './player-session.js';

const NO_STATS: PlayerStats = {
  latency: 0,
  buffered: 0,
  received: 0,
  played: 0,
  rate: 1,
  catchUps: 0,
  jumps: 0,
  stalls: 0,
  reconnects: 0,
  droppedBytes: 0,
};

/** What all players have in common: they connect, tell what happens, and stop. */
export interface StreamPlayer {
  /** What it is doing now; every change is also a `state` event. */
  readonly state: PlayerState;
  /** Figures of this playing, or of the last one. */
  readonly stats: PlayerStats;
  /** Calls `listener` on each event of `type`, until the function that is returned is called. */
  on<K extends keyof PlayerEvents>(type: K, listener: (event: PlayerEvents[K]) => void): () => void;
  /**
   * Connects and plays; call it from a button, or the browser may block sound. Resolves at the first
   * sound, or at once while it plays already.
   *
   * @throws AudioFlowError `unavailable` where the browser blocks sound or the station cannot be
   * reached, `unsupported` where the browser cannot play the stream, `aborted` after `stop()`.
   */
  play(): Promise<void>;
  /** Stops, disconnects and releases all that it made for this playing. It may play again later. */
  stop(): void;
}

/** Makes a player of what opens the half that sounds. */
export const createStreamPlayer = (
  settings: ConnectionSettings,
  openPlayback: (handlers: PlaybackHandlers) => Playback,
): StreamPlayer => {
  const events = createEventHub<PlayerEvents>();
  let state: PlayerState = 'idle';
  let session: ReturnType<typeof startSession> | undefined;
  let lastStats = NO_STATS;

  const setState = (next: PlayerState): void => {
    if (next === state) return;
    state = next;
    events.emit('state', next);
  };
  const onOver = (next: PlayerState, stats: PlayerStats, tell: () => void): void => {
    lastStats = stats;
    session = undefined;
    setState(next);
    tell();
  };

  return {
    get state() {
      return state;
    },
    get stats() {
      return session?.stats() ?? lastStats;
    },
    on: events.on,
    play: () => {
      if (session !== undefined) return session.started;
      setState('connecting');
      try {
        session = startSession({ settings, openPlayback, events, setState, onOver });
      } catch (error) {
        setState('failed');
        if (error instanceof AudioFlowError) events.emit('error', error);
        return Promise.reject(error);
      }
      return session.started;
    },
    stop: () => {
      session?.stop();
      setState('idle');
    },
  };
};
