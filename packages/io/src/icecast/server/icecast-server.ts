import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { AudioFlowError, checkOptions } from '@audioflow/core';
import { Subject } from 'rxjs';
import * as z from 'zod';
import { addressGroup } from '../../broadcast/address-group.js';
import type { Refusal } from '../../broadcast/refusal.js';
import { resetSocket } from '../../broadcast/reset-socket.js';
import { createGate, type Gate } from './create-gate.js';
import { createHttpDoor } from './create-http-door.js';
import { createHttpRoutes } from './create-http-routes.js';
import { createMount, type Mount } from './create-mount.js';
import { createRateLimiter } from './create-rate-limiter.js';
import { feedDerived } from './feed-derived.js';
import { resolveServerOptions, type ServerSettings } from './icecast-options.js';
import type {
  IcecastEvent,
  IcecastServer,
  IcecastServerOptions,
  IcecastStatus,
} from './icecast-server.types.js';
import { listenOn } from './listen-on.js';
import { remoteOf } from './remote-of.js';
import { serveSource } from './serve-source.js';

const DRAIN_MS = 1000;
const closeSchema = z.strictObject({
  drainMs: z.number().nonnegative().max(600_000).default(DRAIN_MS),
});

/** So many beyond the limit are told why they are turned away; the rest is closed by Node. */
const TURNED_AWAY = 64;

/** A peer that is gone without a word is found by probes after this time of silence. */
const PROBE_MS = 30_000;

const createListener = (
  { tls, headerTimeoutMs }: ServerSettings,
  accept: (socket: Socket) => void,
): Server => {
  const options = {
    // Node's HTTP server wants this: a client may close its half and still read.
    allowHalfOpen: true,
    noDelay: true,
    keepAlive: true,
    keepAliveInitialDelay: PROBE_MS,
  };
  if (tls === undefined) return createServer(options, accept);
  const { key, cert } = tls;
  const copies = { key: toPem(key), cert: toPem(cert) };
  const handshake = { handshakeTimeout: headerTimeoutMs };
  try {
    return createTlsServer({ ...options, ...copies, ...handshake }, accept);
  } catch (cause) {
    const message = `icecastServer: tls: expected a key and its certificate in PEM: ${String(cause)}`;
    throw new AudioFlowError('invalid-option', message, { cause });
  }
};

const toPem = (pem: string | Uint8Array): string | Buffer =>
  typeof pem === 'string' ? pem : Buffer.from(pem);

/** Resolves when all sockets are closed. */
const allClosed = async ({ sockets }: Gate): Promise<void> => {
  const closed = [...sockets].map(
    (socket) => new Promise<void>((resolve) => socket.once('close', () => resolve())),
  );
  await Promise.all(closed);
};

const open = async (settings: ServerSettings): Promise<IcecastServer> => {
  const events = new Subject<IcecastEvent>();
  const mounts = new Map<string, Mount>();
  const refused: Record<string, number> = {};
  const startedAt = performance.now();
  const allow = createRateLimiter(settings.requestRate);
  let closing: Promise<void> | undefined;

  const report = (error: AudioFlowError): void => settings.onError?.(error);
  const mayAsk = (address: string): boolean => allow(addressGroup(address), performance.now());
  const onRefused = ({ status, message }: Pick<Refusal, 'status' | 'message'>, remote: string) => {
    refused[status] = (refused[status] ?? 0) + 1;
    events.next({ type: 'refused', remote, status, message });
  };
  const find = (path: string): Mount | undefined => mounts.get(path);
  const derived = (path: string): readonly Mount[] =>
    [...mounts.values()].filter(({ settings: { from } }) => from === path);
  const notify = (event: IcecastEvent): void => events.next(event);
  for (const mount of settings.mounts) {
    mounts.set(mount.path, createMount(mount, { find, derived, notify, report }));
  }
  const listeners = (): number =>
    [...mounts.values()].reduce((sum, { air }) => sum + air.listeners, 0);
  const status = (): IcecastStatus => ({
    uptimeSeconds: (performance.now() - startedAt) / 1000,
    connections: gate.sockets.size,
    accepted: gate.accepted,
    refused: { ...refused },
    listeners: listeners(),
    mounts: Object.fromEntries([...mounts].map(([path, mount]) => [path, mount.status()])),
  });

  const routes = createHttpRoutes({
    settings,
    mounts,
    status,
    listeners,
    mayAsk,
    report,
    onRefused,
  });
  const door = createHttpDoor({
    ...settings,
    onRequest: routes.handleRequest,
    onUpgrade: routes.handleUpgrade,
    onFault: (socket, code, message) => onRefused({ status: code, message }, remoteOf(socket)),
  });
  const sources = { ...settings, find, onRefused, mayAsk };
  const gate = createGate({
    ...settings,
    onSource: (socket, first) => serveSource(socket, first, sources),
    onHttp: door.enter,
    onTurnedAway: (socket, code, message) => onRefused({ status: code, message }, remoteOf(socket)),
  });
  const server = createListener(settings, gate.accept);
  // Below TLS too, where a handshake may hang.
  const tcp = new Set<Socket>();
  server.maxConnections = settings.maxConnections + TURNED_AWAY;
  server.on('connection', (socket: Socket) => {
    tcp.add(socket);
    socket.once('close', () => tcp.delete(socket));
  });
  // A handshake that fails, or bytes that are none: the connection is closed by Node.
  server.on('tlsClientError', (cause: Error) =>
    onRefused({ status: 0, message: `TLS: ${cause.message}` }, '?'),
  );
  const address = await listenOn(server, settings.host, settings.port);
  server.on('error', (cause) => {
    report(new AudioFlowError('io', `icecastServer: ${cause.message}`, { cause }));
  });
  for (const mount of mounts.values()) {
    feedDerived(mount.air, derived(mount.path), report);
  }
  for (const mount of mounts.values()) mount.start();

  const closeAll = async (drainMs: number): Promise<void> => {
    const freed = new Promise<void>((resolve) => server.close(() => resolve()));
    door.close();
    for (const mount of mounts.values()) mount.endSources();
    const ended = Promise.all([...mounts.values()].map(({ air }) => air.close()));
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      // When this process itself stood still, the news that they are gone may wait unread.
      timer = setTimeout(() => setImmediate(resolve), drainMs);
    });
    await Promise.race([late, Promise.all([ended, allClosed(gate)])]);
    clearTimeout(timer);
    for (const socket of [...gate.sockets, ...tcp]) resetSocket(socket);
    await Promise.all([freed, ended]);
    events.complete();
  };

  return {
    address,
    mount: (path) => {
      const found = mounts.get(path);
      if (found !== undefined) return found;
      const known = [...mounts.keys()].join(', ');
      throw new AudioFlowError(
        'invalid-option',
        `icecastServer: expected one of the mounts ${known}, got ${JSON.stringify(path)}`,
      );
    },
    status,
    events: events.asObservable(),
    close: (options = {}) => {
      const { drainMs } = checkOptions('icecastServer.close', closeSchema, options);
      closing ??= closeAll(drainMs);
      return closing;
    },
  };
};

/**
 * A whole radio server on one port: sources come in as they go to an Icecast, any player listens.
 *
 * Each mount has a `broadcaster`. Sources come by `PUT` or `SOURCE` with a password (`ffmpeg
 * icecast://...`, ezstream, BUTT, Mixxx...), from a program (`mount.sink()`), or as a stream that
 * something else takes in (`mount.play(stream)`): one at a time. When one is lost, listeners stay, the
 * fallback plays, and who comes next takes the air back at a frame border. Listeners come by HTTP (with
 * ICY titles) at the mount's path and by WebSocket at `/ws` and `/ws<path>`. `/status.json`,
 * `/status-json.xsl`, `/metrics` and `/admin/metadata` are answered too, the rest is for `onRequest`.
 *
 * A source is believed when three frames in a row are what its Content-Type says; until then nobody
 * hears it. One that sends faster than real time is slowed down by TCP. docs/icecast.md has the rest.
 *
 * @returns The server, listening, on 127.0.0.1 unless told otherwise.
 * @throws AudioFlowError `invalid-option`; as a rejection `unavailable` where the port cannot be had.
 *
 * @example
 * import { run, sine } from '@audioflow/core';
 * import { encode } from '@audioflow/core/codec';
 * import { mp3 } from '@audioflow/codecs';
 * import { icecastServer } from '@audioflow/io';
 * const server = await icecastServer({
 *   mounts: [{ path: '/live', source: { password: 'hackme' }, fallback: 'silence' }],
 * });
 * // ffmpeg -re -i song.ogg -c:a libmp3lame -f mp3 icecast://source:hackme@127.0.0.1:PORT/live
 * const live = server.mount('/live');
 * await run(sine({ duration: 1, sampleRate: 44_100 }).pipe(encode(mp3)), live.sink());
 * console.log(live.status().sources, live.codec); // 1 mp3
 * await server.close();
 */
export const icecastServer = async (options: IcecastServerOptions): Promise<IcecastServer> =>
  open(resolveServerOptions(options));
