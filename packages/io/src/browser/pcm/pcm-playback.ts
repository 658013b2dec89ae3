import { AudioFlowError } from '@audioflow/core';
import type { Playback, PlaybackHandlers } from '../playback.js';
import type { PcmSettings } from '../player-options.js';
import type { StreamConfig } from '../stream-message.js';
import { type AudioOutput, isBlocked } from './audio-output.js';
import type { RingFigures } from './live-ring.types.js';
import { loadWorklet } from './load-worklet.js';
import { openRingNode } from './open-ring-node.js';
import { createPcmIntake, sampleTypeOf } from './pcm-intake.js';

const NOTHING: RingFigures = {
  state: 'waiting',
  level: 0,
  taken: 0,
  played: 0,
  dropped: 0,
  rate: 1,
  catchUps: 0,
  jumps: 0,
};

const nameOf = (config: StreamConfig): string =>
  `${config.codec} ${sampleTypeOf(config)} at ${config.sampleRate} Hz with ${config.channelCount} channel(s)`;

const failureOf = (cause: unknown): AudioFlowError =>
  cause instanceof AudioFlowError
    ? cause
    : new AudioFlowError('unavailable', 'the sound of this page failed: press play again', {
        cause,
      });

/** The same stream again is none of the player's business; another one is. */
const expectSame = (begun: StreamConfig, config: StreamConfig): void => {
  if (nameOf(begun) === nameOf(config)) return;
  const message = `the station changed from ${nameOf(begun)} to ${nameOf(config)}: press play again`;
  throw new AudioFlowError('format-changed', message);
};

const expectPcm = ({ codec }: StreamConfig): void => {
  if (codec === 'pcm') return;
  const message = `this station sends ${codec}, and PcmPlayer plays pcm: use createPlayer, which plays both`;
  throw new AudioFlowError('unsupported', message);
};

/** From the audio thread to the ear, in seconds, as far as the browser knows. */
const outputLatency = ({ baseLatency, outputLatency: after }: AudioContext): number =>
  Math.min(1, (baseLatency || 0) + (after || 0));

/** Plays uncompressed audio by way of an AudioWorklet. */
export const openPcmPlayback = (
  output: AudioOutput,
  settings: PcmSettings,
  handlers: PlaybackHandlers,
): Playback => {
  const { context } = output;
  let begun: { config: StreamConfig; ring: ReturnType<typeof openRingNode> } | undefined;
  let figures = NOTHING;
  let isReleased = false;
  let endTimer: ReturnType<typeof setTimeout> | undefined;

  const release = (): void => {
    if (isReleased) return;
    isReleased = true;
    clearTimeout(endTimer);
    context.removeEventListener('statechange', watchContext);
    begun?.ring.release();
    output.release();
  };
  const fail = (cause: unknown): void => {
    if (isReleased) return;
    const error = failureOf(cause);
    if (isBlocked(error)) handlers.onError(error, 'blocked');
    else handlers.onError(error);
  };
  const watchContext = (): void => {
    if (context.state !== 'closed') return;
    fail(new AudioFlowError('unavailable', 'the page closed its sound: press play again'));
  };
  const attempt = (action: () => void): void => {
    try {
      if (!isReleased) action();
    } catch (error) {
      fail(error);
    }
  };
  const onReport = (report: RingFigures): void => {
    if (isReleased) return;
    const before = figures.state;
    figures = report;
    if (report.state === before) return;
    if (report.state === 'playing') handlers.onPlaying();
    else if (report.state === 'waiting') handlers.onStarved();
    // The last samples are on their way to the loudspeaker still.
    else endTimer = setTimeout(handlers.onEnded, 1000 * outputLatency(context));
  };

  const ready = Promise.all([output.running, loadWorklet(context, settings.workletUrl)]);
  ready.catch(fail);
  context.addEventListener('statechange', watchContext);

  const start = (config: StreamConfig): void => {
    expectPcm(config);
    const intake = createPcmIntake(config, context.sampleRate);
    const { channelCount } = config;
    const ring = openRingNode({ output, intake, settings, channelCount, onReport, onError: fail });
    begun = { config, ring };
    void ready.then(() => attempt(ring.connect)).catch(() => undefined);
  };

  return {
    accepts: ({ codec }) => codec === 'pcm',
    begin: (config) =>
      attempt(() => {
        if (begun === undefined) start(config);
        else expectSame(begun.config, config);
      }),
    push: (chunk) => attempt(() => begun?.ring.push(chunk)),
    interrupt: () => attempt(() => begun?.ring.interrupt()),
    end: () => attempt(() => begun?.ring.end()),
    tick: () => undefined,
    get isStarving() {
      return figures.state === 'waiting';
    },
    figures: () => {
      const { sampleRate } = context;
      const ahead = (begun?.ring.ahead() ?? 0) / sampleRate;
      return {
        latency: ahead,
        buffered: ahead,
        played: figures.played / sampleRate,
        rate: figures.rate,
        catchUps: figures.catchUps,
        jumps: figures.jumps,
        droppedBytes: begun?.ring.droppedBytes() ?? 0,
      };
    },
    release,
  };
};
