import { checkOptions } from '@audioflow/core';
import * as z from 'zod';
import { floorBelow, loudestOf, planMelDecibels } from '../mel/mel-decibels.js';
import type { MelSpectrogramOptions } from '../mel/mel-kernel.js';
import type { SpectrumSource } from '../spectrum/shared-spectra.js';
import type { FrameKernel } from '../stage/feature.types.js';

/** How the strength of onsets is taken. Defaults are librosa's. */
export interface OnsetStrengthOptions extends MelSpectrogramOptions {
  /** Frames that a band is compared over. Default 1. */
  readonly lag?: number | undefined;
  /**
   * Nothing counts as more than so many dB below the loudest band: of the whole signal in the offline form, up to now in a stream. null for
   * no such floor. Default 80.
   */
  readonly topDb?: number | null | undefined;
}

/** A kernel of bands in dB, and what compares them. */
export interface OnsetPlan {
  /** Its rows are mel bands in dB, without a floor. */
  readonly decibels: FrameKernel;
  readonly topDb: number | null;
  readonly lag: number;
  /** Frames by which strengths are late, so that they stand where the sound begins. */
  readonly shift: number;
}

const schema = z.strictObject({
  lag: z.int().positive().max(1000).default(1),
  topDb: z.number().nonnegative().nullable().default(80),
});

const { floor } = Math;

/** Checks options; answers what makes a plan for a rate. */
export const planOnsets = (
  owner: string,
  options: OnsetStrengthOptions,
  source?: SpectrumSource,
): ((sampleRate: number) => OnsetPlan) => {
  const { lag, topDb, hopLength = 512, ...rest } = options;
  const checked = checkOptions(owner, schema, { lag, topDb });
  const plan = planMelDecibels(owner, { ...rest, hopLength }, source);
  return (sampleRate) => {
    const decibels = plan(sampleRate);
    const { frameLength, center } = decibels.framing;
    return {
      decibels,
      topDb: checked.topDb,
      lag: checked.lag,
      shift: center ? floor(frameLength / (2 * hopLength)) : 0,
    };
  };
};

/** The mean of what grew from one row of bands to another, where both are at least `least`. */
export const growth = (before: Float64Array, now: Float64Array, least: number): number => {
  let sum = 0;
  for (let m = 0; m < now.length; m++) {
    const a = before[m] ?? 0;
    const b = now[m] ?? 0;
    const change = (b > least ? b : least) - (a > least ? a : least);
    if (change > 0) sum += change;
  }
  return sum / now.length;
};

/** Makes the kernels of a stream of strengths. */
export const planOnsetStrength = (
  owner: string,
  options: OnsetStrengthOptions,
  source?: SpectrumSource,
): ((sampleRate: number) => FrameKernel) => {
  const plan = planOnsets(owner, options, source);
  return (sampleRate) => {
    const { decibels, topDb, lag, shift } = plan(sampleRate);
    const rows = Array.from({ length: lag + 1 }, () => new Float64Array(decibels.size));
    const held: number[] = [];
    let frame = 0;
    let loudest = Number.NEGATIVE_INFINITY;
    return {
      framing: decibels.framing,
      size: 1,
      process: (samples, offset, row): void => {
        const now = rows[frame % (lag + 1)] ?? new Float64Array(0);
        decibels.process(samples, offset, now);
        loudest = loudestOf(now, loudest);
        const before = rows[(frame + 1) % (lag + 1)] ?? now;
        held.push(frame < lag ? 0 : growth(before, now, floorBelow(loudest, topDb)));
        row[0] = held.length > shift ? (held.shift() ?? 0) : 0;
        frame += 1;
      },
    };
  };
};
