import type { ConnectionOptions } from 'node:tls';
import { type Clock, checkOptions, systemClock } from '@audioflow/core';
import * as z from 'zod';
import {
  type ReconnectPolicy,
  reconnectSchema,
  timeLimit,
  timeLimitOrNone,
} from '../../tcp/reconnect-schema.js';
import type { IcecastRelayEvent, OpenIcecastOptions } from './open-icecast.types.js';

/** The checked options of `openIcecast`. */
export interface ResolvedRelayOptions {
  readonly url: URL;
  readonly id: string;
  readonly openAttempts: number;
  readonly reconnect: ReconnectPolicy;
  readonly connectTimeoutMs: number;
  readonly idleTimeoutMs: number;
  readonly highWaterBytes: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly tls: ConnectionOptions;
  readonly signal?: AbortSignal | undefined;
  readonly onEvent?: ((event: IcecastRelayEvent) => void) | undefined;
  readonly clock: Clock;
  readonly random: () => number;
}

const isFunction = (value: unknown): boolean => typeof value === 'function';
const isRecord = (value: unknown): boolean => typeof value === 'object' && value !== null;
const isClock = (value: unknown): boolean => isRecord(value) && 'sleep' in Object(value);
const isSignal = (value: unknown): boolean => isRecord(value) && 'aborted' in Object(value);

const headerName = z.string().regex(/^[\w!#$%&'*+.^`|~-]+$/, 'expected the name of a header');
const headerValue = z.string().regex(/^\P{Cc}*$/u, 'expected text without control characters');

const schema = z.strictObject({
  url: z
    .string()
    .max(8192)
    .regex(/^https?:\/\//i, 'expected an address that begins with http:// or https://')
    .refine((text) => URL.canParse(text), 'expected an address'),
  id: z
    .string()
    .regex(/^[\w.:-]{1,128}$/, 'expected 1 to 128 of A-Z a-z 0-9 _ . : -')
    .optional(),
  openAttempts: z.int().positive().default(1),
  reconnect: reconnectSchema,
  connectTimeoutMs: timeLimit().default(5000),
  idleTimeoutMs: timeLimitOrNone().default(10_000),
  highWaterBytes: z.int().positive().default(262_144),
  headers: z.record(headerName, headerValue).default({}),
  tls: z.custom<ConnectionOptions>(isRecord, 'expected TLS options').default({}),
  signal: z.custom<AbortSignal>(isSignal, 'expected an AbortSignal').optional(),
  onEvent: z
    .custom<(event: IcecastRelayEvent) => void>(isFunction, 'expected a function')
    .optional(),
  clock: z.custom<Clock>(isClock, 'expected a Clock').default(systemClock),
  random: z.custom<() => number>(isFunction, 'expected a function').default(() => Math.random),
});

const idOf = ({ pathname, host }: URL): string => {
  const name = pathname === '/' ? host : pathname.slice(1);
  return name.replaceAll(/[^\w.:-]+/g, '-').slice(0, 128);
};

/** @throws AudioFlowError `invalid-option`. */
export const resolveRelayOptions = (
  address: string,
  options: OpenIcecastOptions,
): ResolvedRelayOptions => {
  const checked = checkOptions('openIcecast', schema, { ...options, url: address });
  const url = new URL(checked.url);
  return { ...checked, url, id: checked.id ?? idOf(url) };
};
