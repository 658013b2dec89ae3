import { AudioFlowError } from '@audioflow/core';
import type { Playback, PlaybackHandlers } from '../playback.js';
import type { MseSettings } from '../player-options.js';
import type { StreamConfig } from '../stream-message.js';
import { createEdgeKeeper } from './edge-keeper.js';
import { canStream } from './media-source-host.js';
import { createPlaybackMeter } from './playback-meter.js';
import { createStreamIntake } from './stream-intake.js';

const blockedError = (cause: unknown): AudioFlowError =>
  new AudioFlowError(
    'unavailable',
    'the browser blocks sound until you press a button: press play',
    { cause },
  );

const mediaError = (cause: MediaError | null): AudioFlowError =>
  new AudioFlowError(
    'malformed-data',
    `the browser cannot decode this stream (${cause?.message || 'no reason given'}): press play again`,
  );

const uncompressed = (): AudioFlowError =>
  new AudioFlowError(
    'unsupported',
    'this station sends uncompressed audio, which an audio element does not stream: use createPlayer, which plays both',
  );

const startAudio = async (
  audio: HTMLAudioElement,
  { onError }: PlaybackHandlers,
  signal: AbortSignal,
): Promise<void> => {
  try {
    await audio.play();
  } catch (cause) {
    if (signal.aborted) return;
    const isBlocked = cause instanceof Error && cause.name === 'NotAllowedError';
    if (isBlocked) onError(blockedError(cause), 'blocked');
    else onError(mediaError(audio.error));
  }
};

/** Plays by Media Source Extensions, in an audio element. */
export const openMsePlayback = (
  audio: HTMLAudioElement,
  settings: MseSettings,
  handlers: PlaybackHandlers,
): Playback => {
  const counts = { catchUps: 0, jumps: 0 };
  const meter = createPlaybackMeter(audio);
  const keeper = createEdgeKeeper({ ...settings, audio, meter, counts });
  const lifetime = new AbortController();
  const { signal } = lifetime;
  const intake = createStreamIntake(audio, settings, {
    onAppended: (isDone) => {
      if (isDone) keeper.align();
    },
    onError: handlers.onError,
  });
  const watch = (type: keyof HTMLMediaElementEventMap, handler: () => void): void =>
    audio.addEventListener(type, handler, { signal });
  watch('playing', handlers.onPlaying);
  watch('waiting', () => {
    // The same event comes at jumps.
    if (!audio.seeking) handlers.onStarved();
  });
  watch('ended', handlers.onEnded);
  watch('error', () => handlers.onError(mediaError(audio.error)));
  void startAudio(audio, handlers, signal);

  return {
    accepts: ({ mime }: StreamConfig) => canStream(mime),
    begin: ({ codec, mime }) => {
      if (codec === 'pcm') handlers.onError(uncompressed());
      else intake.begin(mime);
    },
    push: intake.push,
    // Chunks are put one behind the other whatever they are.
    interrupt: () => undefined,
    end: () => {
      keeper.release();
      intake.end();
    },
    tick: () => {
      intake.pump();
      keeper.tick();
    },
    get isStarving() {
      return audio.readyState < audio.HAVE_FUTURE_DATA;
    },
    figures: () => ({ ...meter.figures(), ...counts, droppedBytes: intake.droppedBytes }),
    release: () => {
      lifetime.abort();
      keeper.release();
      intake.release();
    },
  };
};
