import { AudioFlowError, checkOptions } from '@audioflow/core';
import * as z from 'zod';
import type { FeaturePlan } from '../stage/feature.js';
import type { FrameKernel } from '../stage/feature.types.js';
import type { Samples } from '../stage/mono.js';
import { createDct } from './dct.js';
import { floorBelow, loudestOf, planMelDecibels } from './mel-decibels.js';
import type { MelSpectrogramOptions } from './mel-kernel.js';

/** How cepstral coefficients are taken. Defaults are librosa's. */
export interface MfccOptions extends MelSpectrogramOptions {
  /** Coefficients. Default 20. */
  readonly coefficientCount?: number | undefined;
  /** Scale of the cosine transform; null as scipy's `norm=None`. Default 'ortho'. */
  readonly dctNorm?: 'ortho' | null | undefined;
  /** Lifts higher coefficients by 1 + lifter / 2 sin(pi (n + 1) / lifter); 0 for none. Default 0. */
  readonly lifter?: number | undefined;
  /**
   * Nothing counts as more than so many dB below the loudest band. Over all frames in the offline form, up to now in a stream.
   * null for no such floor. Default 80 offline, null in a stream.
   */
  readonly topDb?: number | null | undefined;
}

/** A kernel in two halves: decibels of the bands, and coefficients of these. */
export interface CepstralKernel {
  /** Its rows are mel bands in dB, without a floor. */
  readonly decibels: FrameKernel;
  readonly topDb: number | null;
  readonly count: number;
  /** Writes the coefficients of bands in dB, none lower than `floor`, to `out`. */
  toCoefficients(decibels: Samples, floor: number, out: Float64Array): void;
}

const schema = z.strictObject({
  coefficientCount: z.int().positive().default(20),
  dctNorm: z.literal('ortho').nullable().default('ortho'),
  lifter: z.number().nonnegative().default(0),
  topDb: z.number().nonnegative().nullable(),
});

/** Checks options; answers what makes a kernel for a rate. */
export const planCepstral = (
  owner: string,
  options: MfccOptions,
  defaultTopDb: number | null,
): ((sampleRate: number) => CepstralKernel) => {
  const { coefficientCount, dctNorm, lifter, topDb = defaultTopDb, ...rest } = options;
  const checked = checkOptions(owner, schema, { coefficientCount, dctNorm, lifter, topDb });
  const melCount = rest.melCount ?? 128;
  const { coefficientCount: count } = checked;
  const plan = planMelDecibels(owner, rest);
  if (count > melCount) {
    throw new AudioFlowError(
      'invalid-option',
      `${owner}: expected at most as many coefficients as bands (${melCount}), got ${count}`,
    );
  }
  return (sampleRate) => {
    const decibels = plan(sampleRate);
    const { size } = decibels;
    const dct = createDct(size, count, checked.dctNorm);
    const lift = Float64Array.from({ length: count }, (_, n) =>
      checked.lifter === 0
        ? 1
        : 1 + (checked.lifter / 2) * Math.sin((Math.PI * (n + 1)) / checked.lifter),
    );
    const floored = new Float64Array(size);
    return {
      decibels,
      topDb: checked.topDb,
      count,
      toCoefficients: (bands, floor, out): void => {
        for (let m = 0; m < size; m++) {
          const band = bands[m] ?? 0;
          floored[m] = band > floor ? band : floor;
        }
        dct.apply(floored, out);
        for (let n = 0; n < count; n++) out[n] = (out[n] ?? 0) * (lift[n] ?? 0);
      },
    };
  };
};

/** Makes the kernels of a stream of coefficients: a floor goes by the loudest band up to now. */
export const planMfcc: FeaturePlan<MfccOptions> = (owner, options) => {
  const plan = planCepstral(owner, options, null);
  return (sampleRate) => {
    const { decibels, topDb, count, toCoefficients } = plan(sampleRate);
    const bands = new Float64Array(decibels.size);
    let loudest = Number.NEGATIVE_INFINITY;
    const finish = (row: Samples, out: Float64Array): void => {
      loudest = loudestOf(row, loudest);
      toCoefficients(row, floorBelow(loudest, topDb), out);
    };
    const { framing, block } = decibels;
    const rows = block?.rows.map(() => new Float64Array(count)) ?? [];
    return {
      framing,
      size: count,
      process: (samples, offset, row): void => {
        decibels.process(samples, offset, bands);
        finish(bands, row);
      },
      block: block && {
        rows,
        process: (samples, offset, some): void => {
          block.process(samples, offset, some);
          for (let k = 0; k < some; k++) {
            const from = block.rows[k];
            const to = rows[k];
            if (from && to) finish(from, to);
          }
        },
      },
    };
  };
};
