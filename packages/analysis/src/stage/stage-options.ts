import type { ContinuityOptions, DiscontinuityPolicy } from '@audioflow/core';
import * as z from 'zod';

/** Options of every operator of this package: what it does where the stream breaks. */
export interface StageOptions extends ContinuityOptions {
  /**
   * A change of rate, channel count or layout: end what is under way and begin anew, or fail with
   * `format-changed`. Default 'error'.
   */
  readonly onFormatChange?: 'restart' | 'error' | undefined;
}

/** {@link StageOptions}, checked. */
export interface StageSettings {
  readonly onDiscontinuity: DiscontinuityPolicy;
  readonly maxGapMs: number;
  readonly onFormatChange: 'restart' | 'error';
}

/** The shape of {@link StageOptions}, to spread into an operator's schema. */
export const stageShape: {
  readonly onDiscontinuity: z.ZodDefault<
    z.ZodEnum<{ silence: 'silence'; reset: 'reset'; error: 'error' }>
  >;
  readonly maxGapMs: z.ZodDefault<z.ZodNumber>;
  readonly onFormatChange: z.ZodDefault<z.ZodEnum<{ restart: 'restart'; error: 'error' }>>;
} = {
  onDiscontinuity: z.enum(['silence', 'reset', 'error']).default('error'),
  maxGapMs: z.number().nonnegative().default(1000),
  onFormatChange: z.enum(['restart', 'error']).default('error'),
};
