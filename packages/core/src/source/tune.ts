import * as z from 'zod';
import { checkOptions } from '../error/index.js';
import { fromPull } from '../flow/index.js';
import type { PcmStream } from '../operator/index.js';
import { signalFrames } from './signal-frames.js';
import { type SignalOptions, signalShape } from './signal-options.js';
import { createTuneRenderer } from './tune/tune-renderer.js';

/** Options of {@link tune}. */
export interface TuneOptions extends Omit<SignalOptions, 'channelCount'> {
  /** Beats per minute, 40 to 240. Default 100. */
  readonly bpm?: number | undefined;
  /** An integer: the same seed gives the same melody. Default 1. */
  readonly seed?: number | undefined;
}

const { channelCount: _, ...timeShape } = signalShape;
const schema = z.strictObject({
  ...timeShape,
  sampleRate: z.number().min(8000).max(768_000).default(48000),
  bpm: z.number().min(40).max(240).default(100),
  seed: z.number().int().default(1),
});

/**
 * A little piece of music that never ends: chords, bass, drums and a melody with an echo, in stereo.
 *
 * Something to listen to while you build: better than a tone for players, codecs and pictures of
 * sound. Four chords, sixteen bars, then the same again (from 0 s and each 38.4 s at 100 bpm). The
 * samples depend on the rate, the tempo and the seed alone. Peaks stay below -1 dBFS. It is a pausable
 * source.
 *
 * @throws AudioFlowError `invalid-option` at once.
 *
 * @example
 * import { run, tune } from '@audioflow/core';
 * let peak = 0;
 * await run(tune({ duration: 2 }), {
 *   write: ({ channels }) => {
 *     for (const plane of channels) for (const x of plane) peak = Math.max(peak, Math.abs(x));
 *   },
 * });
 * console.log(peak > 0.1, peak < 0.891); // true true
 */
export const tune = (options: TuneOptions = {}): PcmStream => {
  const checked = checkOptions('tune', schema, options);
  return fromPull(() => signalFrames(checked, createTuneRenderer(checked)), { name: 'tune' });
};
