import { checkOptions } from '@audioflow/core';
import * as z from 'zod';
import type { MseOptions, PcmOptions } from './player.types.js';
import type { ReconnectPolicy } from './reconnect-delay.js';

/** How a player connects, with the defaults filled in. */
export interface ConnectionSettings {
  /** Tried in this order until one is of a kind that can be played. */
  readonly urls: readonly string[];
  readonly silenceSeconds: number;
  readonly reconnect: ReconnectPolicy;
}

/** How a player keeps to the live edge. */
export interface EdgeSettings {
  readonly targetLatency: number;
  readonly jumpAbove: number;
  readonly maxBufferSeconds: number;
}

/** What an MSE playback is told, with the defaults filled in. */
export interface MseSettings extends EdgeSettings, Required<Omit<MseOptions, 'audio'>> {
  readonly audio?: HTMLAudioElement | undefined;
}

/** What a PCM playback is told, with the defaults filled in. */
export interface PcmSettings extends EdgeSettings {
  readonly output?: PcmOptions['output'] | undefined;
  readonly workletUrl?: string | undefined;
}

/** Whose options they are. */
export type PlayerName = 'MsePlayer' | 'PcmPlayer' | 'createPlayer';

/** All that a player is told. */
export interface PlayerSettings {
  readonly connection: ConnectionSettings;
  readonly mse: MseSettings;
  readonly pcm: PcmSettings;
}

const isAudioElement = (value: unknown): boolean =>
  typeof HTMLAudioElement !== 'undefined' && value instanceof HTMLAudioElement;

const isOutput = (value: unknown): boolean =>
  typeof value === 'function' || (typeof AudioNode !== 'undefined' && value instanceof AudioNode);

const policy = z.strictObject({
  attempts: z.int().nonnegative().default(8),
  firstDelayMs: z.number().positive().default(500),
  maxDelayMs: z.number().positive().default(10_000),
});

const address = z.string().min(1);

const shared = {
  url: address,
  targetLatency: z.number().min(0.05).max(30).default(0.35),
  jumpAbove: z.number().positive().optional(),
  maxBufferSeconds: z.number().min(1).optional(),
  silenceSeconds: z.number().positive().default(10),
  reconnect: z.union([z.literal(false), policy]).prefault({}),
};

const mse = {
  audio: z.custom<HTMLAudioElement>(isAudioElement, 'expected an <audio> element').optional(),
  keepSeconds: z.number().nonnegative().default(2),
  maxQueueBytes: z.int().min(65_536).default(1_048_576),
};

const pcm = {
  output: z
    .custom<AudioNode | (() => AudioNode)>(isOutput, 'expected an AudioNode, or what makes one')
    .optional(),
  workletUrl: z.string().min(1).optional(),
};

const all = z
  .strictObject({
    ...shared,
    ...mse,
    ...pcm,
    url: z.union([address, z.array(address).min(1)]),
  })
  .refine(({ jumpAbove, targetLatency }) => jumpAbove === undefined || jumpAbove > targetLatency, {
    path: ['jumpAbove'],
    message: 'expected more than targetLatency',
  });

/** What each player takes of it. */
const taken = {
  MsePlayer: z.strictObject({ ...shared, ...mse, maxBufferSeconds: z.number().min(5).optional() }),
  PcmPlayer: z.strictObject({ ...shared, ...pcm }),
  createPlayer: all,
};

/**
 * What a latency may grow to before a jump. An element catches up by playing faster at the same pitch;
 * PCM can do so only by a little, so it jumps sooner.
 */
const JUMP_ABOVE = { mse: 2, pcm: 0.6 };
const MAX_BUFFER_SECONDS = { mse: 30, pcm: 5 };

/** Checks the options of a player and fills in the defaults. */
export const resolvePlayerOptions = (owner: PlayerName, options: unknown): PlayerSettings => {
  checkOptions(owner, taken[owner], options);
  const checked = checkOptions(owner, all, options);
  const { url, silenceSeconds, reconnect, targetLatency } = checked;
  const edgeOf = (kind: 'mse' | 'pcm'): EdgeSettings => {
    const jumpAbove = checked.jumpAbove ?? Math.max(JUMP_ABOVE[kind], 2 * targetLatency);
    const wanted = checked.maxBufferSeconds ?? MAX_BUFFER_SECONDS[kind];
    return { targetLatency, jumpAbove, maxBufferSeconds: Math.max(wanted, jumpAbove + 1) };
  };
  const { audio, keepSeconds, maxQueueBytes, output, workletUrl } = checked;
  return {
    connection: {
      urls: typeof url === 'string' ? [url] : url,
      silenceSeconds,
      reconnect: reconnect === false ? { attempts: 0, firstDelayMs: 1, maxDelayMs: 1 } : reconnect,
    },
    mse: { ...edgeOf('mse'), audio, keepSeconds, maxQueueBytes },
    pcm: { ...edgeOf('pcm'), output, workletUrl },
  };
};
