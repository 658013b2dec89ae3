import { AudioFlowError } from '@audioflow/core';
import { createEdgeKeeper } from './edge-keeper.js';
import type { EventHub } from './event-hub.js';
import type { MsePlayerEvents, PlayerState, PlayerStats } from './mse-player.types.js';
import type { ResolvedMsePlayerOptions } from './mse-player-options.js';
import { createPlaybackMeter, type PlaybackCounts } from './playback-meter.js';
import { type ConnectionHandlers, connectToStream } from './stream-connection.js';
import { createStreamIntake } from './stream-intake.js';
import { webSocketUrl } from './web-socket-url.js';

/** What a session reports to its player. */
export interface SessionHost {
  readonly audio: HTMLAudioElement;
  readonly options: ResolvedMsePlayerOptions;
  readonly events: EventHub<MsePlayerEvents>;
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

const blockedError = (cause: unknown): AudioFlowError =>
  new AudioFlowError(
    'unavailable',
    'the browser blocks sound until you press a button: press play',
    {
      cause,
    },
  );

const mediaError = (cause: MediaError | null): AudioFlowError =>
  new AudioFlowError(
    'malformed-data',
    `the browser cannot decode this stream (${cause?.message || 'no reason given'}): press play again`,
  );

/** What the parts of a session share. */
interface Session {
  readonly host: SessionHost;
  readonly counts: PlaybackCounts;
  readonly intake: ReturnType<typeof createStreamIntake>;
  readonly keeper: ReturnType<typeof createEdgeKeeper>;
  /** Undefined until the stream has ended. */
  endReason: string | undefined;
  /** What ended it, if not the stream or the user. */
  failure: AudioFlowError | undefined;
  hasPlayed: boolean;
  stats(): PlayerStats;
  fail(error: AudioFlowError, state?: PlayerState): void;
  finish(): void;
}

const watchConnection = (session: Session): ConnectionHandlers => {
  const { host, counts, intake, keeper } = session;
  const { events, setState, audio } = host;
  let isLost = false;
  return {
    onConfig: (config) => {
      if (!session.hasPlayed) setState('buffering');
      events.emit('config', config);
      intake.begin(config.mime);
    },
    onAudio: (chunk) => {
      counts.received += chunk.length;
      if (isLost) {
        isLost = false;
        counts.reconnects += 1;
        const isWaiting = audio.readyState < audio.HAVE_FUTURE_DATA;
        if (session.hasPlayed) setState(isWaiting ? 'stalled' : 'playing');
      }
      intake.push(chunk);
    },
    onReconnecting: (attempt, inMs) => {
      isLost = true;
      setState('reconnecting');
      events.emit('reconnecting', { attempt, inMs });
    },
    onEnd: (reason) => {
      session.endReason = reason;
      keeper.release();
      // With nothing buffered no element would ever say that it has come to the end.
      if (counts.received === 0) session.finish();
      else intake.end();
    },
    onError: session.fail,
  };
};

/** Listens to the element until the signal aborts. */
const watchAudio = (session: Session, signal: AbortSignal): void => {
  const { host, counts, stats } = session;
  const { audio, events, setState } = host;
  const watch = (type: keyof HTMLMediaElementEventMap, handler: () => void): void =>
    audio.addEventListener(type, handler, { signal });
  watch('playing', () => {
    session.hasPlayed = true;
    setState('playing');
    events.emit('playing', stats());
  });
  watch('waiting', () => {
    // The same event comes before the first sound, at jumps and at the end.
    if (!session.hasPlayed || audio.seeking || session.endReason !== undefined) return;
    counts.stalls += 1;
    setState('stalled');
    events.emit('stalled', stats());
  });
  watch('ended', session.finish);
  watch('error', () => session.fail(mediaError(audio.error)));
};

const startAudio = async (session: Session, signal: AbortSignal): Promise<void> => {
  const { audio } = session.host;
  try {
    await audio.play();
  } catch (cause) {
    if (!signal.aborted) {
      const isBlocked = cause instanceof Error && cause.name === 'NotAllowedError';
      if (isBlocked) session.fail(blockedError(cause), 'blocked');
      else session.fail(mediaError(audio.error));
    }
    throw (
      session.failure ?? new AudioFlowError('aborted', 'stopped before the first sound', { cause })
    );
  }
};

/** Begins to play at once, while the press of a button that led here is still fresh. */
export const startSession = (host: SessionHost): PlayerSession => {
  const { audio, options, events } = host;
  const url = webSocketUrl(options.url, document.baseURI);
  const counts: PlaybackCounts = { received: 0, catchUps: 0, jumps: 0, stalls: 0, reconnects: 0 };
  const meter = createPlaybackMeter(audio);
  const keeper = createEdgeKeeper({ ...options, audio, meter, counts });
  const lifetime = new AbortController();
  const { signal } = lifetime;

  const over = (state: PlayerState, tell: () => void): void => {
    if (signal.aborted) return;
    const last = session.stats();
    lifetime.abort();
    host.onOver(state, last, tell);
  };
  const fail = (error: AudioFlowError, state: PlayerState = 'failed'): void => {
    session.failure ??= error;
    over(state, () => events.emit('error', error));
  };
  const intake = createStreamIntake(audio, options, {
    onAppended: (isDone) => {
      if (isDone) keeper.align();
    },
    onError: fail,
  });
  const session: Session = {
    host,
    counts,
    intake,
    keeper,
    endReason: undefined,
    failure: undefined,
    hasPlayed: false,
    stats: () => meter.stats(counts, intake.droppedBytes),
    fail,
    finish: () => {
      const reason = session.endReason ?? 'complete';
      over('ended', () => events.emit('ended', { reason }));
    },
  };
  const timer = setInterval(() => {
    intake.pump();
    keeper.tick();
    events.emit('stats', session.stats());
  }, TICK_MS);
  watchAudio(session, signal);
  const connection = connectToStream({ ...options, url }, watchConnection(session));
  signal.addEventListener('abort', () => {
    clearInterval(timer);
    connection.close();
    keeper.release();
    intake.release();
  });
  return {
    started: startAudio(session, signal),
    stats: session.stats,
    stop: () => over('idle', () => undefined),
  };
};
