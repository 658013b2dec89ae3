import { checkOptions } from '@audioflow/core';
import * as z from 'zod';
import type { BroadcasterOptions, JoinRate } from './broadcast.types.js';

type Bare = 'bitrate' | 'name' | 'description' | 'genre' | 'url';
type Unlimited = 'maxListenersPerAddress' | 'joinRate' | 'addressOf';

/** Options with their defaults filled in. */
export interface ResolvedBroadcasterOptions
  extends Required<Omit<BroadcasterOptions, Bare | Unlimited>> {
  readonly bitrate?: number | undefined;
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly genre?: string | undefined;
  readonly url?: string | undefined;
  readonly maxListenersPerAddress?: number | undefined;
  readonly joinRate?: Required<JoinRate> | undefined;
  readonly addressOf?: BroadcasterOptions['addressOf'] | undefined;
}

const path = (fallback: string) =>
  z
    .string()
    .regex(/^\/[^?#\s]*$/, 'expected a path such as "/live"')
    .default(fallback);

const seconds = (fallback: number, min = 0) => z.number().min(min).max(3600).default(fallback);

/** Goes into a header: a line break would end it. */
const words = z
  .string()
  .max(1024)
  .regex(/^\P{Cc}*$/u, 'expected text without control characters')
  .optional();

const shape = z.strictObject({
  codec: z.enum(['mp3', 'aac', 'pcm']),
  sampleRate: z.int().positive(),
  channelCount: z.int().min(1).max(8),
  bitrate: z.int().positive().optional(),
  name: words,
  description: words,
  genre: words,
  url: words,
  isPublic: z.boolean().default(false),
  icyMetaint: z.int().min(256).max(1_000_000).default(16_000),
  flushMs: z.number().min(0).max(10_000).default(88),
  burstSeconds: seconds(0.5),
  httpBurstSeconds: seconds(2),
  queueBytes: z.int().positive().optional(),
  maxLagSeconds: seconds(10, 0.01),
  overflow: z.enum(['drop', 'skip-to-live', 'keep']).default('drop'),
  pingSeconds: seconds(1, 0.01),
  heartbeatSeconds: seconds(20, 0.01),
  maxListeners: z.int().positive().default(1000),
  maxListenersPerAddress: z.int().positive().optional(),
  joinRate: z
    .strictObject({ perSecond: z.number().positive(), burst: z.number().min(1).default(10) })
    .optional(),
  addressOf: z
    .custom<NonNullable<BroadcasterOptions['addressOf']>>(
      (value) => typeof value === 'function',
      'expected a function',
    )
    .optional(),
  origins: z.union([z.enum(['same-host', 'any']), z.array(z.string())]).default('same-host'),
  webSocketPath: path('/ws'),
  livePath: path('/live'),
  statusPath: path('/status.json'),
});

type Shape = z.output<typeof shape>;

/** Bytes of a second, as far as the options tell. */
const byteRate = ({ codec, sampleRate, channelCount, bitrate = 0 }: Shape): number =>
  codec === 'pcm' ? 2 * sampleRate * channelCount : bitrate / 8;

const longestBurst = ({ burstSeconds, httpBurstSeconds }: Shape): number =>
  Math.max(burstSeconds, httpBurstSeconds);

const defaultQueueBytes = ({ codec }: Shape): number => (codec === 'pcm' ? 2_097_152 : 262_144);

const schema = shape
  .refine((value) => value.maxLagSeconds > longestBurst(value), {
    path: ['maxLagSeconds'],
    message:
      'expected more than burstSeconds and httpBurstSeconds (a burst is lag until it is read)',
  })
  .transform((value) => ({ ...value, queueBytes: value.queueBytes ?? defaultQueueBytes(value) }))
  .refine((value) => value.queueBytes > longestBurst(value) * byteRate(value), {
    path: ['queueBytes'],
    message:
      'expected more than a burst of burstSeconds or httpBurstSeconds (it is queued until it is sent)',
  });

/** Checks the options of `broadcaster` and fills in the defaults. */
export const resolveBroadcasterOptions = (options: unknown): ResolvedBroadcasterOptions =>
  checkOptions('broadcaster', schema, options);
