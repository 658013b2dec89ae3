import * as z from 'zod';
import type { OnsetStrengthOptions } from './onset-kernel.js';

/** What tempo is looked for. */
export interface TempoOptions extends OnsetStrengthOptions {
  /** The most likely tempo, in beats per minute. Default 120. */
  readonly startBpm?: number | undefined;
  /** How far around it is likely, in octaves. Default 1. */
  readonly stdBpm?: number | undefined;
  /** Slower than this. Default 320. */
  readonly maxBpm?: number | undefined;
  /** Seconds that are compared with each other. Default 8. */
  readonly seconds?: number | undefined;
  /** Look between frames, which are 5 % of a beat apart. false is librosa's way. Default true. */
  readonly interpolate?: boolean | undefined;
}

/** The shape of what {@link TempoOptions} add. */
export const tempoShape: {
  readonly startBpm: z.ZodDefault<z.ZodNumber>;
  readonly stdBpm: z.ZodDefault<z.ZodNumber>;
  readonly maxBpm: z.ZodDefault<z.ZodNumber>;
  readonly seconds: z.ZodDefault<z.ZodNumber>;
  readonly interpolate: z.ZodDefault<z.ZodBoolean>;
} = {
  startBpm: z.number().positive().default(120),
  stdBpm: z.number().positive().default(1),
  maxBpm: z.number().positive().default(320),
  seconds: z.number().min(1).max(60).default(8),
  interpolate: z.boolean().default(true),
};

type TempoPart = Pick<TempoOptions, keyof typeof tempoShape>;

/** Parts the options of tempo from those of onsets. */
export const splitTempo = <T extends TempoOptions>(
  options: T,
): { readonly tempo: TempoPart; readonly rest: Omit<T, keyof typeof tempoShape> } => {
  const { startBpm, stdBpm, maxBpm, seconds, interpolate, ...rest } = options;
  return { tempo: { startBpm, stdBpm, maxBpm, seconds, interpolate }, rest };
};
