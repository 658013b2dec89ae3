import { AudioFlowError } from '@audioflow/core';
import { canStream, hasMediaSource } from './mse/media-source-host.js';
import { openMsePlayback } from './mse/mse-playback.js';
import { type AudioOutput, isBlocked, openAudioOutput } from './pcm/audio-output.js';
import { openPcmPlayback } from './pcm/pcm-playback.js';
import type { Playback, PlaybackFigures, PlaybackHandlers } from './playback.js';
import type { PlayerSettings } from './player-options.js';
import type { StreamConfig } from './stream-message.js';

/** An element gives its sound to one audio graph, for good. */
const sources = new WeakMap<HTMLAudioElement, MediaElementAudioSourceNode>();

const sourceOf = (audio: HTMLAudioElement, context: AudioContext): MediaElementAudioSourceNode => {
  const source = sources.get(audio) ?? context.createMediaElementSource(audio);
  sources.set(audio, source);
  return source;
};

const NOTHING: PlaybackFigures = {
  latency: 0,
  buffered: 0,
  played: 0,
  rate: 1,
  catchUps: 0,
  jumps: 0,
  droppedBytes: 0,
};

const noMediaSource = ({ codec }: StreamConfig): AudioFlowError =>
  new AudioFlowError(
    'unsupported',
    `this browser cannot play ${codec} as a stream: use another browser, or open the stream address in a player`,
  );

/** An element that plays, and its way into the audio graph of the page, if there is one. */
const openElement = (
  audio: HTMLAudioElement,
  { mse, pcm }: PlayerSettings,
  handlers: PlaybackHandlers,
) => {
  const playback = openMsePlayback(audio, mse, handlers);
  let source: MediaElementAudioSourceNode | undefined;
  const release = (): void => {
    source?.disconnect();
    playback.release();
  };
  const connect = (output: AudioOutput): void => {
    if (pcm.output === undefined) {
      output.release();
      return;
    }
    source = sourceOf(audio, output.context);
    source.connect(output.entry);
    output.running.catch((error: AudioFlowError) =>
      handlers.onError(error, isBlocked(error) ? 'blocked' : undefined),
    );
  };
  return { playback, connect, release };
};

/**
 * Plays what comes: PCM by an AudioWorklet, anything else by an element. Both are got going before it
 * is known which it is: later the press of the button would be forgotten.
 */
export const openAutoPlayback = (
  audio: HTMLAudioElement,
  settings: PlayerSettings,
  handlers: PlaybackHandlers,
): Playback => {
  const output = openAudioOutput(settings.pcm.output);
  let chosen: Playback | undefined;
  let isReleased = false;
  /** What went wrong with the element before it was known whether it is wanted. */
  let early: AudioFlowError | undefined;
  const element = hasMediaSource()
    ? openElement(audio, settings, {
        ...handlers,
        onError: (error, state) => {
          if (isReleased) return;
          if (chosen !== undefined || state === 'blocked') handlers.onError(error, state);
          else early ??= error;
        },
      })
    : undefined;

  const choose = (config: StreamConfig): Playback => {
    if (config.codec === 'pcm') {
      element?.release();
      return openPcmPlayback(output, settings.pcm, handlers);
    }
    if (element === undefined) throw noMediaSource(config);
    if (early !== undefined) throw early;
    element.connect(output);
    return element.playback;
  };
  const begin = (config: StreamConfig): void => {
    try {
      chosen ??= choose(config);
    } catch (cause) {
      const message = 'output: expected a node of the graph that the element already plays into';
      const foreign = new AudioFlowError('invalid-option', message, { cause });
      handlers.onError(cause instanceof AudioFlowError ? cause : foreign);
      return;
    }
    chosen.begin(config);
  };

  return {
    accepts: ({ codec, mime }) =>
      codec === 'pcm' ? typeof AudioWorkletNode !== 'undefined' : canStream(mime),
    begin,
    push: (chunk) => chosen?.push(chunk),
    interrupt: () => chosen?.interrupt(),
    end: () => chosen?.end(),
    tick: () => chosen?.tick(),
    get isStarving() {
      return chosen?.isStarving ?? true;
    },
    figures: () => chosen?.figures() ?? NOTHING,
    release: () => {
      isReleased = true;
      chosen?.release();
      element?.release();
      output.release();
    },
  };
};
