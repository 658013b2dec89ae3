import type { ConnectionOptions } from 'node:tls';
import { type Clock, checkOptions, systemClock } from '@audioflow/core';
import { isObservable, type Observable } from 'rxjs';
import * as z from 'zod';
import {
  type ReconnectPolicy,
  reconnectSchema,
  timeLimit,
  timeLimitOrNone,
} from '../../tcp/reconnect-schema.js';
import type { IcecastClientEvent, IcecastClientOptions } from './icecast-client.types.js';

/** The checked options of `icecastClient`. */
export interface ResolvedClientOptions {
  readonly host: string;
  readonly port: number;
  readonly mount: string;
  readonly user: string;
  readonly password: string;
  readonly method: 'PUT' | 'SOURCE';
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly genre?: string | undefined;
  readonly url?: string | undefined;
  readonly public: boolean;
  readonly bitrate?: number | undefined;
  readonly tls?: ConnectionOptions | undefined;
  readonly titles?: Observable<string> | undefined;
  readonly adminUser: string;
  readonly adminPassword: string;
  readonly reconnect: ReconnectPolicy;
  readonly connectTimeoutMs: number;
  readonly stallTimeoutMs: number;
  readonly closeTimeoutMs: number;
  readonly onEvent?: ((event: IcecastClientEvent) => void) | undefined;
  readonly clock: Clock;
  readonly random: () => number;
}

const isFunction = (value: unknown): boolean => typeof value === 'function';
const isRecord = (value: unknown): boolean => typeof value === 'object' && value !== null;
const isClock = (value: unknown): boolean => isRecord(value) && 'sleep' in Object(value);

/** A header is one line; a longer one would not fit into what an Icecast reads of a request. */
const line = z
  .string()
  .max(500)
  .regex(/^\P{Cc}*$/u, 'expected text without control characters');

const schema = z
  .strictObject({
    host: z.string().min(1).default('127.0.0.1'),
    port: z.int().min(1).max(65_535).default(8000),
    mount: z
      .string()
      .max(250)
      .regex(/^\/[^\s?#\p{Cc}\p{Cs}]+$/u, 'expected a path such as /live'),
    user: line.regex(/^[^:]+$/, 'expected a name without a colon').default('source'),
    password: line.min(1),
    method: z.enum(['PUT', 'SOURCE']).default('PUT'),
    name: line.optional(),
    description: line.optional(),
    genre: line.optional(),
    url: line.optional(),
    public: z.boolean().default(false),
    bitrate: z.number().positive().optional(),
    tls: z
      .union([z.boolean(), z.custom<ConnectionOptions>(isRecord, 'expected TLS options')])
      .default(false),
    titles: z.custom<Observable<string>>(isObservable, 'expected an Observable').optional(),
    adminUser: line.regex(/^[^:]+$/, 'expected a name without a colon').optional(),
    adminPassword: line.min(1).optional(),
    reconnect: reconnectSchema,
    connectTimeoutMs: timeLimit().default(5000),
    stallTimeoutMs: timeLimitOrNone().default(30_000),
    closeTimeoutMs: timeLimit().default(5000),
    onEvent: z
      .custom<(event: IcecastClientEvent) => void>(isFunction, 'expected a function')
      .optional(),
    clock: z.custom<Clock>(isClock, 'expected a Clock').default(systemClock),
    random: z.custom<() => number>(isFunction, 'expected a function').default(() => Math.random),
  })
  .refine(
    ({ adminUser, adminPassword }) => (adminUser === undefined) === (adminPassword === undefined),
    {
      path: ['adminPassword'],
      message: 'expected adminUser and adminPassword, or neither',
    },
  );

/** @throws AudioFlowError `invalid-option`. */
export const resolveClientOptions = (options: IcecastClientOptions): ResolvedClientOptions => {
  const checked = checkOptions('icecastClient', schema, options);
  const { tls, adminUser, adminPassword, ...rest } = checked;
  return {
    ...rest,
    adminUser: adminUser ?? rest.user,
    adminPassword: adminPassword ?? rest.password,
    tls: tls === true ? {} : tls === false ? undefined : tls,
  };
};
