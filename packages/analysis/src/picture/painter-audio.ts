import * as z from 'zod';

/** What the painters know of the audio. */
export interface PainterAudio {
  /** In Hz. */
  readonly sampleRate: number;
  /** Default 1. */
  readonly channelCount?: number | undefined;
  /**
   * Samples of the whole, if they are known: then each column of pixels stands for its own samples exactly; else for one to three cells of
   * the time, each shorter than a column. A wrong number does no harm, but to sharpness when it is much too large.
   */
  readonly length?: number | undefined;
}

/** The shape of {@link PainterAudio}. */
export const painterAudioSchema: z.ZodObject<{
  readonly sampleRate: z.ZodNumber;
  readonly channelCount: z.ZodDefault<z.ZodInt>;
  readonly length: z.ZodOptional<z.ZodInt>;
  readonly channel: z.ZodOptional<z.ZodInt>;
}> = z.object({
  sampleRate: z.number().min(1),
  channelCount: z.int().min(1).max(256).default(1),
  length: z.int().nonnegative().optional(),
  channel: z.int().nonnegative().optional(),
});
