import { checkOptions } from '@audioflow/core';
import * as z from 'zod';
import type { MsePlayerOptions } from './mse-player.types.js';
import type { ReconnectPolicy } from './reconnect-delay.js';

/** Options with their defaults filled in. */
export interface ResolvedMsePlayerOptions
  extends Required<Omit<MsePlayerOptions, 'audio' | 'reconnect'>> {
  readonly audio?: HTMLAudioElement | undefined;
  readonly reconnect: ReconnectPolicy;
}

const isAudioElement = (value: unknown): boolean =>
  typeof HTMLAudioElement !== 'undefined' && value instanceof HTMLAudioElement;

const policy = z.strictObject({
  attempts: z.int().nonnegative().default(8),
  firstDelayMs: z.number().positive().default(500),
  maxDelayMs: z.number().positive().default(10_000),
});

const schema = z
  .strictObject({
    url: z.string().min(1),
    audio: z.custom<HTMLAudioElement>(isAudioElement, 'expected an <audio> element').optional(),
    targetLatency: z.number().min(0.05).max(30).default(0.35),
    jumpAbove: z.number().positive().default(2),
    maxBufferSeconds: z.number().min(5).default(30),
    keepSeconds: z.number().nonnegative().default(2),
    maxQueueBytes: z.int().min(65_536).default(1_048_576),
    silenceSeconds: z.number().positive().default(10),
    reconnect: z.union([z.literal(false), policy]).prefault({}),
  })
  .refine((value) => value.jumpAbove > value.targetLatency, {
    path: ['jumpAbove'],
    message: 'expected more than targetLatency',
  });

/** Checks the options of the player and fills in the defaults. */
export const resolveMsePlayerOptions = (options: unknown): ResolvedMsePlayerOptions => {
  const { reconnect, ...rest } = checkOptions('MsePlayer', schema, options);
  return {
    ...rest,
    reconnect: reconnect === false ? { attempts: 0, firstDelayMs: 1, maxDelayMs: 1 } : reconnect,
  };
};
