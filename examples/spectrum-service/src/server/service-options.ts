import type { RequestListener } from 'node:http';
import { checkOptions } from '@audioflow/core';
import * as z from 'zod';
import { resolveEngineOptions } from '../engine/engine-options.js';
import type { SpectrumServiceOptions } from './spectrum-service.types.js';

const ms = (fallback: number) => z.number().positive().max(3_600_000).default(fallback);

const schema = z.strictObject({
  host: z.string().min(1).default('127.0.0.1'),
  port: z.int().min(0).max(65_535).default(0),
  path: z
    .string()
    .regex(/^\/[^?#\s]*$/, 'expected a path such as "/ws"')
    .default('/ws'),
  canSelect: z.boolean().default(true),
  lingerMs: z.number().nonnegative().max(3_600_000).default(2000),
  listEveryMs: ms(1000),
  maxClients: z.int().positive().default(500),
  maxMessageBytes: z.int().min(64).max(1_048_576).default(1024),
  messageRate: z
    .strictObject({ perSecond: z.number().positive(), burst: z.number().min(1) })
    .default({ perSecond: 10, burst: 20 }),
  maxBufferBytes: z.int().min(4096).default(65_536),
  maxLagMs: ms(1000),
  pingMs: ms(1000),
  deadMs: ms(20_000),
  origins: z.union([z.enum(['same-host', 'any']), z.array(z.string())]).default('same-host'),
  hosts: z.array(z.string().toLowerCase()).optional(),
  onRequest: z
    .custom<RequestListener>((value) => typeof value === 'function', 'expected a function')
    .optional(),
});

/** Options of the server, with their defaults filled in. */
export type ResolvedServiceOptions = z.output<typeof schema>;

/** Checks the options of `spectrumService`; those of the engine are left to it. */
export const resolveServiceOptions = (options: SpectrumServiceOptions) => {
  const { backend, device, bars, sampleRate, silenceMs, retryMs, maxRetryMs, clock, ...rest } =
    options;
  const engine = { backend, device, bars, sampleRate, silenceMs, retryMs, maxRetryMs, clock };
  resolveEngineOptions(engine);
  return { engine, server: checkOptions('spectrumService', schema, rest) };
};
