import * as z from 'zod';
import type { StageOptions } from './stage-options.js';

/** Options of every feature operator. */
export interface FeatureStageOptions extends StageOptions {
  /** Which channel to look at, from 0. Default: the mean of all. */
  readonly channel?: number | undefined;
}

/** The shape of {@link FeatureStageOptions} without those of a stage. */
export const channelShape: { readonly channel: z.ZodOptional<z.ZodInt> } = {
  channel: z.int().nonnegative().optional(),
};
