import type { EngineLimits } from '@audioflow/codecs/engine';
import type { AudioFlowError } from '@audioflow/core';
import * as z from 'zod';
import type { OpenOptions } from './audio-file.types.js';
import type { RangeOptions } from './range/audio-range.js';

const isSignal = (value: unknown): value is AbortSignal =>
  typeof value === 'object' && value !== null && 'aborted' in value && 'addEventListener' in value;
const isFunction = (value: unknown): boolean => typeof value === 'function';

export const pathSchema: z.ZodString = z
  .string()
  .min(1, 'expected a path')
  .refine((path) => !path.includes('\0'), 'expected a path without a zero byte');
export const signalSchema: z.ZodType<AbortSignal> = z.custom<AbortSignal>(
  isSignal,
  'expected an AbortSignal',
);
export const callbackSchema = <F>(): z.ZodType<F> => z.custom<F>(isFunction, 'expected a function');

const place = { seconds: z.number().nonnegative(), samples: z.int().nonnegative() };

/** The most that a temporary file holds unless told otherwise. */
const SPOOL_BYTES = 2 ** 31;

const limitsSchema: z.ZodType<EngineLimits> = z.strictObject({
  memoryMb: z.number().positive().optional(),
  callMs: z.number().positive().optional(),
  totalMs: z.number().positive().optional(),
  outputBytes: z.number().positive().optional(),
  inFlight: z.int().positive().optional(),
});

/** Checked options of `openAudio` and `readAudio`. */
export interface ReadOptions
  extends Omit<OpenOptions, 'range' | 'signal' | 'onWarning'>,
    RangeOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onWarning?: ((warning: AudioFlowError) => void) | undefined;
}

const spooling = {
  spool: z.boolean().optional(),
  spoolLimitBytes: z.int().positive().default(SPOOL_BYTES),
  limits: limitsSchema.optional(),
  signal: signalSchema.optional(),
};

/** Checked options of `probe`. */
export type ProbeSchemaOptions = Pick<
  ReadOptions,
  'spool' | 'spoolLimitBytes' | 'limits' | 'signal'
>;

/** The options of `probe`. */
export const probeOptionsSchema: z.ZodType<ProbeSchemaOptions> = z.strictObject(spooling);

/** The options of `openAudio` and `readAudio`. */
export const readOptionsSchema: z.ZodType<ReadOptions> = z.strictObject({
  frameLength: z.int().min(1).max(65_536).default(1024),
  start: place.seconds.optional(),
  end: place.seconds.optional(),
  startSample: place.samples.optional(),
  endSample: place.samples.optional(),
  stream: z.int().nonnegative().optional(),
  onFormatChange: z.enum(['restart', 'error']).default('restart'),
  ...spooling,
  onWarning: callbackSchema<(warning: AudioFlowError) => void>().optional(),
});
