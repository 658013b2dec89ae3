import * as z from 'zod';

/** Options that all generated signals have. */
export interface SignalOptions {
  /** Hz. Default 48000. */
  readonly sampleRate?: number | undefined;
  /** Default 1. */
  readonly channelCount?: number | undefined;
  /** Seconds, rounded to the nearest sample. Default: endless. */
  readonly duration?: number | undefined;
  /** Samples per frame; the last frame may be shorter. Default 1024. */
  readonly frameLength?: number | undefined;
}

/** The zod shape of {@link SignalOptions}, for the strict schema of each source. */
export const signalShape: {
  readonly sampleRate: z.ZodDefault<z.ZodNumber>;
  readonly channelCount: z.ZodDefault<z.ZodNumber>;
  readonly duration: z.ZodOptional<z.ZodNumber>;
  readonly frameLength: z.ZodDefault<z.ZodNumber>;
} = {
  sampleRate: z.number().positive().default(48000),
  channelCount: z.number().int().positive().default(1),
  duration: z.number().nonnegative().optional(),
  frameLength: z.number().int().positive().max(1_048_576).default(1024),
};
