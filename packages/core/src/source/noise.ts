import * as z from 'zod';
import { checkOptions } from '../error/index.js';
import { fromPull } from '../flow/index.js';
import type { PcmStream } from '../operator/index.js';
import { createPinkFilter, pinkNoiseGain } from './pink-filter.js';
import { createRandom } from './random.js';
import { signalFrames } from './signal-frames.js';
import { type SignalOptions, signalShape } from './signal-options.js';

/** Options of {@link noise}. */
export interface NoiseOptions extends SignalOptions {
  /** Equal power per Hz, or per octave (-3 dB per octave). Default 'white'. */
  readonly color?: 'white' | 'pink' | undefined;
  /** Peak of the white noise, whose level is amplitude / sqrt(3); pink has that level too. Default 0.2. */
  readonly amplitude?: number | undefined;
  /** An integer: the same seed gives the same noise. Default 1. */
  readonly seed?: number | undefined;
}

const schema = z.strictObject({
  ...signalShape,
  color: z.enum(['white', 'pink']).default('white'),
  amplitude: z.number().nonnegative().default(0.2),
  seed: z.number().int().default(1),
});

type Settings = z.output<typeof schema>;

/** One channel's noise, sample by sample. */
const channelNoise = (settings: Settings, channel: number): (() => number) => {
  const { color, amplitude, sampleRate, seed } = settings;
  const random = createRandom(Math.imul(seed, 0x9e3779b1) + Math.imul(channel, 0x85ebca6b));
  if (color === 'white') return () => amplitude * random();
  const filter = createPinkFilter(sampleRate, amplitude / pinkNoiseGain(sampleRate));
  return () => filter(random());
};

/** The frames of a noise; pure, so that each subscription hears the same. */
const noiseFrames = (settings: Settings) => {
  const channels = Array.from({ length: settings.channelCount }, (_, channel) =>
    channelNoise(settings, channel),
  );
  return signalFrames(settings, (_from, length) =>
    channels.map((next) => {
      const plane = new Float32Array(length);
      for (let i = 0; i < length; i++) plane[i] = next();
      return plane;
    }),
  );
};

/**
 * Seeded noise, white or pink, unrelated between channels.
 *
 * White noise is evenly distributed within plus and minus `amplitude`; pink noise has the same level,
 * and higher peaks. The samples depend on the seed, the rate and the channel alone, not on the frame
 * length. It is a pausable source.
 *
 * @throws AudioFlowError `invalid-option` at once.
 *
 * @example
 * import { noise, run } from '@audioflow/core';
 * const first = [];
 * const sink = () => ({ write: (frame) => void first.push(frame.channels[0][0]) });
 * await run(noise({ duration: 0.001, seed: 7 }), sink());
 * await run(noise({ duration: 0.001, seed: 7 }), sink());
 * console.log(first.length, first[0] === first[1]); // 2 true
 */
export const noise = (options: NoiseOptions = {}): PcmStream => {
  const checked = checkOptions('noise', schema, options);
  return fromPull(() => noiseFrames(checked), { name: 'noise' });
};
