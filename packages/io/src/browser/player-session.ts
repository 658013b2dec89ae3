import { AudioFlowError } from '@audioflow/core';
import type { EventHub } from './event-hub.js';
import type { Playback, PlaybackHandlers } from './playback.js';
import type { PlayerEvents, PlayerState, PlayerStats } from './player.types.js';
import type { ConnectionSettings } from './player-options.js';
import { type ConnectionHandlers, connectToStream } from './stream-connection.js';
import { webSocketUrl } from './web-socket-url.js';

/** What a session is made of, and what it reports to its player. */
export interface SessionHost {
  readonly settings: ConnectionSettings;
  readonly events: EventHub<PlayerEvents>;
  openPlayback(handlers: PlaybackHandlers): Playback;
  setState(state: PlayerState): void;
  /** It is over: everything has been released. */
  onOver(state: PlayerState, stats: PlayerStats, tell: () => void): void;
}

/** One listening, from `play` to its end. */
interface PlayerSession {
  /** Resolves at the first sound. */
  readonly started: Promise<void>;
  stats(): PlayerStats;
  stop(): void;
}

const TICK_MS = 250;

/** What the parts of a session share. */
interface Session {
  readonly host: SessionHost;
  readonly counts: { received: number; stalls: number; reconnects: number };
  readonly playback: Playback;
  /** Undefined until the stream has ended. */
  endReason: string | undefined;
  hasPlayed: boolean;
  stats(): PlayerStats;
  /** Goes on at the next address; false where there is none. */
  tryNext(): boolean;
  fail(error: AudioFlowError, state?: PlayerState): void;
  finish(): void;
}

const watchConnection = (session: Session): ConnectionHandlers => {
  const { host, counts, playback } = session;
  const { events, setState } = host;
  let isLost = false;
  return {
    onConfig: (config) => {
      if (counts.received === 0 && !playback.accepts(config) && session.tryNext()) return;
      if (!session.hasPlayed) setState('buffering');
      events.emit('config', config);
      playback.begin(config);
    },
    onTitle: (title) => events.emit('title', title),
    onAudio: (chunk) => {
      counts.received += chunk.length;
      if (isLost) {
        isLost = false;
        counts.reconnects += 1;
        if (session.hasPlayed) setState(playback.isStarving ? 'stalled' : 'playing');
        playback.interrupt();
      }
      playback.push(chunk);
    },
    onReconnecting: (attempt, inMs) => {
      isLost = true;
      setState('reconnecting');
      events.emit('reconnecting', { attempt, inMs });
    },
    onEnd: (reason) => {
      session.endReason = reason;
      // With nothing buffered no playback would ever say that it has come to the end.
      if (counts.received === 0) session.finish();
      else playback.end();
    },
    onError: session.fail,
  };
};

const watchPlayback = (current: () => Session, onStarted: () => void): PlaybackHandlers => ({
  onPlaying: () => {
    const session = current();
    session.hasPlayed = true;
    session.host.setState('playing');
    session.host.events.emit('playing', session.stats());
    onStarted();
  },
  onStarved: () => {
    const session = current();
    if (!session.hasPlayed || session.endReason !== undefined) return;
    session.counts.stalls += 1;
    session.host.setState('stalled');
    session.host.events.emit('stalled', session.stats());
  },
  onEnded: () => current().finish(),
  onError: (error, state) => current().fail(error, state),
});

/** Connections to one address after another. */
const createDialler = ({ settings }: SessionHost, handlers: () => ConnectionHandlers) => {
  const urls = settings.urls.map((url) => webSocketUrl(url, document.baseURI));
  let connection: ReturnType<typeof connectToStream> | undefined;
  let next = 0;
  return {
    next: (): boolean => {
      const url = urls[next];
      if (url === undefined) return false;
      next += 1;
      connection?.close();
      connection = connectToStream({ ...settings, url }, handlers());
      return true;
    },
    close: (): void => connection?.close(),
  };
};

/** Begins to play at once, while the press of a button that led here is still fresh. */
export const startSession = (host: SessionHost): PlayerSession => {
  const { events } = host;
  const dialler = createDialler(host, () => watchConnection(session));
  const lifetime = new AbortController();
  let settle: { resolve(): void; reject(error: AudioFlowError): void } | undefined;
  const started = new Promise<void>((resolve, reject) => {
    settle = { resolve, reject };
  });

  const over = (state: PlayerState, tell: () => void, failure?: AudioFlowError): void => {
    if (lifetime.signal.aborted) return;
    const last = session.stats();
    lifetime.abort();
    settle?.reject(failure ?? new AudioFlowError('aborted', 'stopped before the first sound'));
    host.onOver(state, last, tell);
  };
  const playback = host.openPlayback(
    watchPlayback(
      () => session,
      () => settle?.resolve(),
    ),
  );
  const session: Session = {
    host,
    counts: { received: 0, stalls: 0, reconnects: 0 },
    playback,
    endReason: undefined,
    hasPlayed: false,
    stats: () => ({ ...playback.figures(), ...session.counts }),
    tryNext: dialler.next,
    fail: (error, state = 'failed') => over(state, () => events.emit('error', error), error),
    finish: () => {
      const reason = session.endReason ?? 'complete';
      over('ended', () => events.emit('ended', { reason }));
    },
  };
  const timer = setInterval(() => {
    playback.tick();
    events.emit('stats', session.stats());
  }, TICK_MS);
  lifetime.signal.addEventListener('abort', () => {
    clearInterval(timer);
    dialler.close();
    playback.release();
  });
  try {
    dialler.next();
  } catch (cause) {
    const message =
      'the browser does not connect to this address: from an https page it must be wss';
    // Later, when the player knows of its session.
    queueMicrotask(() => session.fail(new AudioFlowError('unavailable', message, { cause })));
  }
  return { started, stats: session.stats, stop: () => over('idle', () => undefined) };
};
