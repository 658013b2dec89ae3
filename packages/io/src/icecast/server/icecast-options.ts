import { type AudioFlowError, checkOptions } from '@audioflow/core';
import * as z from 'zod';
import { resolveBroadcasterOptions } from '../../broadcast/broadcaster-options.js';
import type { BroadcasterOptions } from '../../broadcast/index.js';
import type { Login } from './create-login-check.js';
import type { RateLimits } from './create-rate-limiter.js';
import type { Fallback, IcecastServerOptions, MountOptions } from './icecast-server.types.js';

/** What a mount gives its broadcaster beside format and paths. */
export type ListenerOptions = Partial<
  Omit<BroadcasterOptions, keyof PartialFormat | 'livePath' | 'webSocketPath' | 'statusPath'>
>;

/** A format as far as options state it. */
export type PartialFormat = Partial<
  Pick<BroadcasterOptions, 'codec' | 'sampleRate' | 'channelCount'>
>;

/** A mount's options, checked. */
export interface MountSettings {
  readonly path: string;
  readonly source: Login | undefined;
  readonly onBusy: 'refuse' | 'takeover';
  readonly onFormat: 'refuse' | 'convert';
  readonly sourceTimeoutMs: number;
  readonly fallback: Fallback | undefined;
  readonly onEnd: 'stay' | 'end';
  readonly aheadSeconds: number;
  readonly from: string | undefined;
  readonly format: PartialFormat;
  readonly listeners: ListenerOptions;
}

/** The server's options, checked. */
export interface ServerSettings {
  readonly host: string;
  readonly port: number;
  readonly mounts: readonly MountSettings[];
  readonly defaultMount: string;
  readonly admin: Login | undefined;
  readonly tls: IcecastServerOptions['tls'];
  readonly onRequest: IcecastServerOptions['onRequest'];
  readonly maxConnections: number;
  readonly maxConnectionsPerAddress: number;
  readonly maxListeners: number;
  readonly maxHeaderBytes: number;
  readonly headerTimeoutMs: number;
  readonly requestRate: RateLimits;
  readonly maxGarbageBytes: number;
  readonly highWaterBytes: number;
  readonly onError: ((error: AudioFlowError) => void) | undefined;
}

const RESERVED = ['/ws', '/admin', '/metrics', '/status.json', '/status-json.xsl'];
const isReserved = (path: string): boolean =>
  RESERVED.some((reserved) => path === reserved || path.startsWith(`${reserved}/`));

const mountPath = z
  .string()
  .regex(/^\/[\w.~@:-]+(?:\/[\w.~@:-]+)*$/, 'expected a path such as "/live"')
  .refine((path) => !isReserved(path), `expected no path of the server's: ${RESERVED.join(', ')}`);
const isPath = (value: unknown): value is `/${string}` =>
  typeof value === 'string' && mountPath.safeParse(value).success;
const login = (user: string) =>
  z.strictObject({
    user: z
      .string()
      .regex(/^[^:\p{Cc}]{1,128}$/u, 'expected a name without a colon')
      .default(user),
    password: z.string().min(1).max(1024),
  });

const mountShape = {
  path: mountPath,
  source: login('source').optional(),
  onBusy: z.enum(['refuse', 'takeover']).default('refuse'),
  onFormat: z.enum(['refuse', 'convert']).default('refuse'),
  sourceTimeoutMs: z.number().positive().max(2_147_483_647).default(10_000),
  fallback: z
    .union([
      z.literal('silence'),
      z.custom<`/${string}`>(isPath, "expected 'silence', { file } or the path of a mount"),
      z.strictObject({ file: z.string().min(1) }),
    ])
    .optional(),
  onEnd: z.enum(['stay', 'end']).default('stay'),
  aheadSeconds: z.number().positive().max(3600).default(2),
  from: mountPath.optional(),
  codec: z.enum(['mp3', 'aac', 'pcm']).optional(),
  sampleRate: z.int().positive().optional(),
  channelCount: z.int().min(1).max(8).optional(),
};
const mountSchema = z.looseObject(mountShape);

const serverShape = z.strictObject({
  host: z.string().min(1).default('127.0.0.1'),
  port: z.int().min(0).max(65_535).default(0),
  mounts: z.array(mountSchema).min(1).max(256),
  defaultMount: mountPath.optional(),
  admin: login('admin').optional(),
  tls: z
    .strictObject({
      key: z.union([z.string(), z.instanceof(Uint8Array)]),
      cert: z.union([z.string(), z.instanceof(Uint8Array)]),
    })
    .optional(),
  onRequest: z
    .custom<NonNullable<IcecastServerOptions['onRequest']>>(
      (value) => typeof value === 'function',
      'expected a function',
    )
    .optional(),
  maxConnections: z.int().positive().default(4096),
  maxConnectionsPerAddress: z.int().positive().optional(),
  maxListeners: z.int().positive().default(2048),
  maxHeaderBytes: z.int().min(256).max(1_048_576).default(16_384),
  headerTimeoutMs: z.number().positive().max(600_000).default(15_000),
  requestRate: z
    .strictObject({ burst: z.number().min(1), perSecond: z.number().positive() })
    .default({ burst: 1000, perSecond: 100 }),
  maxGarbageBytes: z.int().min(2048).default(32_768),
  highWaterBytes: z.int().positive().default(262_144),
  onError: z
    .custom<(error: AudioFlowError) => void>(
      (value) => typeof value === 'function',
      'expected a function',
    )
    .optional(),
});

const OWNER = 'icecastServer';

/** One address may have so much of all places. */
const PER_ADDRESS = 0.75;

/** What is wrong with how mounts refer to each other. */
const checkReferences = (mounts: readonly MountSettings[], defaultMount: string): void => {
  const byPath = new Map(mounts.map((mount) => [mount.path, mount]));
  const fault = (path: string, message: string): never =>
    checkOptions(OWNER, z.never(message), path);
  if (byPath.size < mounts.length) fault('mounts', 'mounts: expected paths that differ');
  if (!byPath.has(defaultMount)) fault(defaultMount, 'defaultMount: expected the path of a mount');
  for (const { path, from, fallback, source, format: own } of mounts) {
    const other = from ?? (isPath(fallback) ? fallback : undefined);
    const seen = new Set([path]);
    for (let next = other; next !== undefined; ) {
      const found = byPath.get(next);
      if (found === undefined) fault(next, `mounts(${path}): expected the path of another mount`);
      if (seen.has(next)) fault(next, `mounts(${path}): expected no circle of mounts`);
      seen.add(next);
      next = found?.from ?? (isPath(found?.fallback) ? found.fallback : undefined);
    }
    if (from === undefined) continue;
    if (own.codec === undefined) fault(path, `mounts(${path}): expected a codec beside from`);
    if (source !== undefined || fallback !== undefined) {
      fault(path, `mounts(${path}): expected from, or source and fallback, not both`);
    }
  }
};

const resolveMount = (
  given: MountOptions,
  { source, onBusy, onFormat, sourceTimeoutMs, onEnd, aheadSeconds }: z.output<typeof mountSchema>,
): MountSettings => {
  const { path, fallback, from, codec, sampleRate, channelCount, ...rest } = given;
  const {
    source: _source,
    onBusy: _onBusy,
    onFormat: _onFormat,
    sourceTimeoutMs: _timeout,
    onEnd: _onEnd,
    aheadSeconds: _ahead,
    ...listeners
  } = rest;
  const format = {
    ...(codec === undefined ? {} : { codec }),
    ...(sampleRate === undefined ? {} : { sampleRate }),
    ...(channelCount === undefined ? {} : { channelCount }),
  };
  // What listeners get is checked by the one who gives it to them.
  const some = { codec: 'mp3', sampleRate: 44_100, channelCount: 2 };
  resolveBroadcasterOptions({ ...some, ...format, ...listeners, ...pathsOf(path) });
  const times = { sourceTimeoutMs, aheadSeconds };
  return { path, source, onBusy, onFormat, fallback, onEnd, from, format, listeners, ...times };
};

/** Where the broadcaster of a mount listens. */
export const pathsOf = (
  path: string,
): { readonly livePath: string; readonly webSocketPath: string; readonly statusPath: string } => ({
  livePath: path,
  webSocketPath: `/ws${path}`,
  statusPath: `/status.json${path}`,
});

/** Checks the options of `icecastServer` and fills in the defaults. */
export const resolveServerOptions = (options: IcecastServerOptions): ServerSettings => {
  const checked = checkOptions(OWNER, serverShape, options);
  const mounts = options.mounts.flatMap((given, index) => {
    const mount = checked.mounts[index];
    return mount === undefined ? [] : [resolveMount(given, mount)];
  });
  const defaultMount = checked.defaultMount ?? mounts[0]?.path ?? '';
  checkReferences(mounts, defaultMount);
  const { admin, tls, onRequest, onError, maxConnections } = checked;
  const maxConnectionsPerAddress =
    checked.maxConnectionsPerAddress ?? Math.ceil(PER_ADDRESS * maxConnections);
  const rest = { admin, tls, onRequest, onError, maxConnectionsPerAddress };
  return { ...checked, mounts, defaultMount, ...rest };
};

/** Whether options say the whole format of a mount. */
export const isWhole = (partial: PartialFormat): partial is Required<PartialFormat> =>
  partial.codec !== undefined &&
  partial.sampleRate !== undefined &&
  partial.channelCount !== undefined;
