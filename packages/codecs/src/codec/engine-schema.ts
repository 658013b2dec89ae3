import { AudioFlowError } from '@audioflow/core';
import * as z from 'zod';
import type { EngineChoice, EngineLimits, EngineOptions, EnginePlace } from '../engine/index.js';

const MOST_MS = 2_147_483_647;

const limitsSchema = z.strictObject({
  memoryMb: z.int().min(16, 'expected at least 16 MB').optional(),
  callMs: z.number().positive().max(MOST_MS).optional(),
  totalMs: z.number().positive().max(MOST_MS).optional(),
  outputBytes: z.number().positive().optional(),
  inFlight: z.int().min(1).max(256).optional(),
});

/** The options of every codec that needs an engine, for its own schema to take in. */
export const engineShape: {
  readonly engine: z.ZodDefault<z.ZodType<EngineChoice>>;
  readonly limits: z.ZodOptional<z.ZodType<EngineLimits>>;
  readonly ffmpegPath: z.ZodOptional<z.ZodString>;
} = {
  engine: z
    .enum(['auto', 'native', 'fork', 'process'], "expected 'auto', 'native', 'fork' or 'process'")
    .default('auto'),
  limits: limitsSchema.optional(),
  ffmpegPath: z.string().min(1, 'expected the path of an ffmpeg program').optional(),
};

/**
 * Refuses what an engine cannot do: a limit that nobody keeps must not look like one.
 *
 * @throws AudioFlowError `invalid-option`.
 */
export const checkEngineOptions = <T extends EngineOptions>(owner: string, options: T): T => {
  const { engine = 'auto', limits, ffmpegPath } = options;
  const refuse = (text: string): never => {
    throw new AudioFlowError('invalid-option', `${owner}: ${text}`, { details: { owner } });
  };
  if (limits !== undefined && engine === 'native') {
    refuse("limits: expected engine 'fork' or 'process', 'native' runs within this process");
  }
  if (ffmpegPath !== undefined && (engine === 'native' || engine === 'fork')) {
    refuse(`ffmpegPath: expected engine 'process' or 'auto', got '${engine}'`);
  }
  return options;
};

/** Where a session is to run, as setups take it. */
export const placeOf = ({ limits, ffmpegPath }: EngineOptions): EnginePlace => ({
  ...(limits === undefined ? {} : { limits }),
  ...(ffmpegPath === undefined ? {} : { ffmpegPath }),
});
