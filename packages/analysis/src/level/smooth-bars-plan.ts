import { AudioFlowError, checkOptions } from '@audioflow/core';
import * as z from 'zod';
import type { FrameKernel } from '../stage/feature.types.js';
import { createSmoothBars } from './smooth-bars.js';
import type { SpectrumBarsOptions } from './spectrum-bars.types.js';

/** The shape of the number of bars. */
export const barCountShape: z.ZodDefault<z.ZodInt> = z.int().positive().max(1024).default(32);

const schema = z.strictObject({
  mode: z.literal('smooth').default('smooth'),
  barCount: barCountShape,
  minFrequency: z.number().positive().default(20),
  maxFrequency: z.number().positive().optional(),
  frameRate: z.number().positive().max(1000).default(60),
  rangeDb: z.number().positive().default(48),
  attack: z.number().positive().default(0.1),
  release: z.number().positive().default(4),
});

/** Checks options for `owner`; answers what makes kernels for a rate. */
export const planSmoothBars = (
  owner: string,
  options: SpectrumBarsOptions,
): { readonly barCount: number; readonly create: (sampleRate: number) => FrameKernel } => {
  const checked = checkOptions(owner, schema, options);
  const create = (sampleRate: number): FrameKernel => {
    const half = sampleRate / 2;
    const maxFrequency = checked.maxFrequency ?? Math.min(16_000, half);
    if (maxFrequency > half || maxFrequency <= checked.minFrequency) {
      throw new AudioFlowError(
        'invalid-option',
        `${owner}: expected a maxFrequency above ${checked.minFrequency} Hz and up to ${half} Hz, got ${maxFrequency}`,
      );
    }
    return createSmoothBars({ ...checked, maxFrequency, sampleRate });
  };
  return { barCount: checked.barCount, create };
};
