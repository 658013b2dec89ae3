import * as z from 'zod';
import { AudioFlowError, checkOptions } from '../error/index.js';
import { fromPull } from '../flow/index.js';
import type { PcmStream } from '../operator/index.js';
import { signalFrames } from './signal-frames.js';
import { type SignalOptions, signalShape } from './signal-options.js';

/** Options of {@link sine}. */
export interface SineOptions extends SignalOptions {
  /** Hz, up to half the sample rate. Default 440. */
  readonly frequency?: number | undefined;
  /** Peak value. Default 0.2. */
  readonly amplitude?: number | undefined;
}

const schema = z.strictObject({
  ...signalShape,
  frequency: z.number().positive().default(440),
  amplitude: z.number().nonnegative().default(0.2),
});

/**
 * A sine tone, the same in all channels.
 *
 * The phase of each sample is worked out from its number, not added up, so the tone neither drifts
 * nor clicks, after days as little as after a second. It is a pausable source: it makes a frame when
 * there is room for one.
 *
 * @throws AudioFlowError `invalid-option` at once.
 *
 * @example
 * import { run, sine } from '@audioflow/core';
 * let length = 0;
 * await run(sine({ frequency: 1000, duration: 0.5, sampleRate: 8000 }), {
 *   write: (frame) => {
 *     length += frame.length;
 *   },
 * });
 * console.log(length); // 4000
 */
export const sine = (options: SineOptions = {}): PcmStream => {
  const checked = checkOptions('sine', schema, options);
  const { frequency, amplitude, sampleRate, channelCount } = checked;
  if (frequency > sampleRate / 2) {
    throw new AudioFlowError(
      'invalid-option',
      `sine: expected a frequency up to half of ${sampleRate} Hz, got ${frequency}`,
    );
  }
  const render = (from: number, length: number): readonly Float32Array[] => {
    const plane = new Float32Array(length);
    for (let i = 0; i < length; i++) {
      const turns = (((from + i) * frequency) % sampleRate) / sampleRate;
      plane[i] = amplitude * Math.sin(2 * Math.PI * turns);
    }
    return new Array<Float32Array>(channelCount).fill(plane);
  };
  return fromPull(() => signalFrames(checked, render), { name: 'sine' });
};
