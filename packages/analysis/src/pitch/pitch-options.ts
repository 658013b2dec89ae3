import { AudioFlowError, checkOptions } from '@audioflow/core';
import * as z from 'zod';
import type { Framing } from '../stage/framer.js';

/** Which pitches are looked for. Defaults are librosa's, but for the range. */
export interface PitchOptions {
  /** Lowest and highest pitch, in Hz. Defaults 65 and 1000. */
  readonly minFrequency?: number | undefined;
  readonly maxFrequency?: number | undefined;
  /** Samples of a frame: two periods of the lowest pitch or more. Default 2048. */
  readonly frameLength?: number | undefined;
  /** Samples from one frame to the next. Default: a quarter of the frame. */
  readonly hopLength?: number | undefined;
  /** How unlike two periods may be, 0 to 1. Default 0.1. */
  readonly threshold?: number | undefined;
  /** Centre frame k on sample k * hopLength, with padded ends; else it begins there. Default true. */
  readonly center?: boolean | undefined;
}

/** {@link PitchOptions}, checked, for one rate. */
export interface PitchSettings {
  readonly framing: Framing;
  readonly sampleRate: number;
  readonly minFrequency: number;
  readonly maxFrequency: number;
  readonly threshold: number;
  /** Periods that are looked at, in samples. */
  readonly minPeriod: number;
  readonly maxPeriod: number;
}

const schema = z.strictObject({
  minFrequency: z.number().positive().default(65),
  maxFrequency: z.number().positive().default(1000),
  frameLength: z.int().min(16).default(2048),
  hopLength: z.int().positive().optional(),
  threshold: z.number().positive().max(1).default(0.1),
  center: z.boolean().default(true),
});

/** Checks options for `owner`; answers what works them out for a rate. */
export const planPitch = (
  owner: string,
  options: PitchOptions,
): ((sampleRate: number) => PitchSettings) => {
  const checked = checkOptions(owner, schema, options);
  const { minFrequency, maxFrequency, frameLength, center, threshold } = checked;
  const hopLength = checked.hopLength ?? Math.max(1, Math.floor(frameLength / 4));
  if (!(maxFrequency > minFrequency)) {
    throw new AudioFlowError(
      'invalid-option',
      `${owner}: expected a maxFrequency above minFrequency (${minFrequency} Hz), got ${maxFrequency}`,
    );
  }
  return (sampleRate) => {
    if (maxFrequency > sampleRate / 2 || sampleRate / minFrequency >= frameLength - 1) {
      throw new AudioFlowError(
        'invalid-option',
        `${owner}: expected a maxFrequency up to half the rate (${sampleRate / 2} Hz) and a period of ` +
          `minFrequency within the frame (${frameLength} samples), got ${maxFrequency} and ${minFrequency} Hz`,
      );
    }
    return {
      framing: { frameLength, hopLength, center, padMode: 'constant' },
      sampleRate,
      minFrequency,
      maxFrequency,
      threshold,
      minPeriod: Math.floor(sampleRate / maxFrequency),
      maxPeriod: Math.min(Math.ceil(sampleRate / minFrequency), frameLength - 1),
    };
  };
};
