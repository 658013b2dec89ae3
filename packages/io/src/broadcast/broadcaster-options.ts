import { checkOptions } from '@audioflow/core';
import * as z from 'zod';
import type { BroadcasterOptions } from './broadcast.types.js';

/** Options with their defaults filled in. */
export interface ResolvedBroadcasterOptions
  extends Required<Omit<BroadcasterOptions, 'bitrate' | 'name'>> {
  readonly bitrate?: number | undefined;
  readonly name?: string | undefined;
}

const path = (fallback: string) =>
  z
    .string()
    .regex(/^\/[^?#\s]*$/, 'expected a path such as "/live"')
    .default(fallback);

const seconds = (fallback: number, min = 0) => z.number().min(min).max(3600).default(fallback);

const schema = z
  .strictObject({
    codec: z.enum(['mp3', 'aac']),
    sampleRate: z.int().positive(),
    channelCount: z.int().min(1).max(8),
    bitrate: z.int().positive().optional(),
    name: z
      .string()
      .regex(/^\P{Cc}*$/u, 'expected a name without control characters')
      .optional(),
    blockSeconds: seconds(0.05, 0.001),
    burstSeconds: seconds(0.5),
    httpBurstSeconds: seconds(2),
    queueBytes: z.int().positive().default(262_144),
    maxLagSeconds: seconds(10, 0.01),
    overflow: z.enum(['drop-listener', 'skip-blocks']).default('drop-listener'),
    pingSeconds: seconds(1, 0.01),
    heartbeatSeconds: seconds(20, 0.01),
    maxListeners: z.int().positive().default(1000),
    origins: z.union([z.enum(['same-host', 'any']), z.array(z.string())]).default('same-host'),
    webSocketPath: path('/ws'),
    livePath: path('/live'),
    statusPath: path('/status.json'),
  })
  .refine((value) => value.maxLagSeconds > Math.max(value.burstSeconds, value.httpBurstSeconds), {
    path: ['maxLagSeconds'],
    message:
      'expected more than burstSeconds and httpBurstSeconds (a burst is lag until it is read)',
  });

/** Checks the options of `broadcaster` and fills in the defaults. */
export const resolveBroadcasterOptions = (options: unknown): ResolvedBroadcasterOptions =>
  checkOptions('broadcaster', schema, options);
