import type { AudioFlowError } from '@audioflow/core';
import * as z from 'zod';

const isSignal = (value: unknown): value is AbortSignal =>
  typeof value === 'object' && value !== null && 'aborted' in value && 'addEventListener' in value;
const isFunction = (value: unknown): boolean => typeof value === 'function';

export const pathSchema: z.ZodString = z.string().min(1, 'expected a path');
export const signalSchema: z.ZodType<AbortSignal> = z.custom<AbortSignal>(
  isSignal,
  'expected an AbortSignal',
);
export const callbackSchema = <F>(): z.ZodType<F> => z.custom<F>(isFunction, 'expected a function');

/** Checked options of `openAudio` and `readAudio`. */
export interface ReadOptions {
  readonly path: string;
  readonly frameLength: number;
  readonly signal?: AbortSignal | undefined;
  readonly onWarning?: ((warning: AudioFlowError) => void) | undefined;
}

/** The options of `openAudio` and `readAudio`, with their path. */
export const readOptionsSchema: z.ZodType<ReadOptions> = z.strictObject({
  path: pathSchema,
  frameLength: z.int().min(1).max(65_536).default(1024),
  signal: signalSchema.optional(),
  onWarning: callbackSchema<(warning: AudioFlowError) => void>().optional(),
});
