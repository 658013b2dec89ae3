import { createServer, type Server, type Socket } from 'node:net';
import { AudioFlowError, checkOptions } from '@audioflow/core';
import { Subject } from 'rxjs';
import * as z from 'zod';
import type { IngestServer, IngestServerOptions, IngestStream } from './ingest-server.types.js';
import { encodeReply, refusal } from './reply.js';
import { serveConnection } from './serve-connection.js';
import type { ActiveSender, MutableStats, ServerContext } from './server-context.js';
import { createTokenCheck } from './token-check.js';

const errorCallback = z.custom<(error: AudioFlowError) => void>(
  (value) => typeof value === 'function',
  'expected a function',
);
const streamId = z.string().regex(/^[\w.:-]{1,128}$/, 'expected 1 to 128 of A-Z a-z 0-9 _ . : -');

const schema = z
  .strictObject({
    host: z.string().min(1).default('127.0.0.1'),
    port: z.int().min(0).max(65_535).default(0),
    token: z.string().min(1).max(1024).optional(),
    maxFrameBytes: z.int().min(64).max(67_108_864).default(1_048_576),
    idleTimeoutMs: z.number().nonnegative().default(30_000),
    helloTimeoutMs: z.number().positive().default(5000),
    highWaterBytes: z.int().positive().default(262_144),
    maxConnections: z.int().positive().default(1024),
    onBusy: z.enum(['refuse', 'takeover']).default('refuse'),
    legacy: z
      .strictObject({ codec: z.enum(['mp3', 'aac']), streamId: streamId.default('live') })
      .optional(),
    onError: errorCallback.optional(),
  })
  .refine(({ token, legacy }) => token === undefined || legacy === undefined, {
    path: ['legacy'],
    message: 'expected token or legacy, not both: senders without a hello have no token',
  });

/** A sender that does not hang up is cut off so long after the close. */
const CLOSE_LINGER_MS = 500;

const listen = (server: Server, host: string, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', (cause) => {
      reject(
        new AudioFlowError(
          'unavailable',
          `ingestServer: expected to listen on ${host}:${port}: ${cause.message}`,
          { cause },
        ),
      );
    });
    server.listen(port, host, resolve);
  });

const newStats = (): MutableStats => ({
  connections: 0,
  streams: 0,
  active: 0,
  packets: 0,
  bytes: 0,
  completed: 0,
  lost: 0,
  refused: {},
});

/**
 * Listens for encoded streams over TCP.
 *
 * A frame is a length of 4 bytes, big-endian, and as many bytes; length 0 ends the stream. The first
 * frame is a hello in JSON: stream id, token, codec, rate, channels. Each further one is a packet with its
 * pts, duration and trims (docs/protocol-ingest.md). A stream has one sender at a time, and streams never
 * mix. A reader that holds slows its sender down, by TCP itself: nothing is dropped, and no more than
 * `highWaterBytes` and one frame wait. What breaks the protocol is answered with a reason, ends that
 * connection alone, and is told to `onError` and counted in `stats`.
 *
 * @returns The server, listening.
 * @throws AudioFlowError `invalid-option`; as a rejection `unavailable` where the port cannot be had.
 *
 * @example
 * import { run, sine } from '@audioflow/core';
 * import { encode } from '@audioflow/core/codec';
 * import { mp3 } from '@audioflow/codecs';
 * import { ingestClient, ingestServer } from '@audioflow/io';
 * import { firstValueFrom } from 'rxjs';
 * const server = await ingestServer({ token: 'secret' });
 * const coming = firstValueFrom(server.streams);
 * const { port } = server.address;
 * const sent = run(
 *   sine({ duration: 1, sampleRate: 48_000 }).pipe(encode(mp3)),
 *   ingestClient({ port, streamId: 'studio', token: 'secret' }),
 * );
 * const { id, info, packets } = await coming;
 * const received = await run(packets, { write: () => {} });
 * await sent;
 * console.log(id, info.codec, received.items); // studio mp3 43
 * await server.close();
 */
export const ingestServer = async (options: IngestServerOptions = {}): Promise<IngestServer> => {
  const checked = checkOptions('ingestServer', schema, options);
  const { host, port, token, maxConnections, onError } = checked;
  const subject = new Subject<IngestStream>();
  const stats = newStats();
  const connections = new Map<Socket, ActiveSender>();
  const sockets = new Set<Socket>();
  const context: ServerContext = {
    options: { ...checked, legacy: checked.legacy },
    stats,
    senders: new Map(),
    isTokenRight: createTokenCheck(token),
    hasReceiver: () => subject.observed,
    announce: (stream) => subject.next(stream),
    report: (error) => onError?.(error),
  };

  const turnAway = (socket: Socket): void => {
    stats.refused['too-many'] = (stats.refused['too-many'] ?? 0) + 1;
    const message = `expected at most ${maxConnections} connections`;
    onError?.(new AudioFlowError('limit-exceeded', `ingestServer: ${message}`));
    socket.on('error', () => socket.destroy());
    socket.end(encodeReply(refusal('too-many', message)), () => socket.destroy());
  };

  const server = createServer((socket) => {
    stats.connections++;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    if (connections.size >= maxConnections) return turnAway(socket);
    stats.active++;
    connections.set(socket, serveConnection(socket, context));
    socket.on('close', () => connections.delete(socket));
  });
  await listen(server, host, port);
  server.on('error', (cause) => {
    onError?.(new AudioFlowError('io', `ingestServer: ${cause.message}`, { cause }));
  });

  const found = server.address();
  const address =
    typeof found === 'object' && found !== null
      ? { host: found.address, port: found.port }
      : { host, port };
  const close = async (): Promise<void> => {
    const freed = new Promise<void>((resolve) => server.close(() => resolve()));
    for (const connection of connections.values()) {
      connection.refuse('closing', 'the server is being closed');
    }
    subject.complete();
    const timer = setTimeout(() => {
      for (const socket of sockets) socket.destroy();
    }, CLOSE_LINGER_MS);
    await freed;
    clearTimeout(timer);
  };
  return { address, streams: subject.asObservable(), stats, close };
};
