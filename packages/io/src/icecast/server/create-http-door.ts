import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** What the door leads to. */
export interface DoorHost {
  readonly maxHeaderBytes: number;
  readonly headerTimeoutMs: number;
  onRequest(request: IncomingMessage, response: ServerResponse): void;
  onUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** A connection that spoke no HTTP, or was too slow; 0: it got no answer. */
  onFault(socket: Duplex, status: number, message: string): void;
}

/** Serves connections that others have accepted, by Node's HTTP server. */
export interface HttpDoor {
  enter(socket: Socket): void;
  /** Ends idle connections, now and from now on. */
  close(): void;
}

const KEEP_ALIVE_MS = 5000;
/** A request's body has to be whole within this time: listeners send none, and uploads are not for here. */
const BODY_MS = 60_000;

const codeOf = (error: Error): unknown => ('code' in error ? error.code : undefined);

/**
 * Makes the door. Node checks its own time limits for the connections that it has accepted itself
 * only, so those of the head, of the body and between two requests are kept here.
 */
export const createHttpDoor = (host: DoorHost): HttpDoor => {
  const server = createServer({
    maxHeaderSize: host.maxHeaderBytes,
    keepAliveTimeout: KEEP_ALIVE_MS,
    noDelay: true,
  });
  const timers = new WeakMap<Duplex, NodeJS.Timeout>();
  /** Requests under way; a client may send several at once. */
  const busy = new WeakMap<Duplex, number>();
  const idle = new Set<Duplex>();
  let isClosed = false;

  const stopTimer = (socket: Duplex): void => clearTimeout(timers.get(socket));
  const limit = (socket: Duplex, ms: number, isLate: () => boolean): void => {
    stopTimer(socket);
    const timer = setTimeout(() => {
      if (!isLate()) return;
      host.onFault(socket, 0, `expected a request within ${ms} ms`);
      socket.destroy();
    }, ms);
    timers.set(socket, timer.unref());
  };
  const awaitRequest = (socket: Duplex, ms: number): void => {
    if (isClosed) socket.destroy();
    if (socket.destroyed) return;
    idle.add(socket);
    limit(socket, ms, () => true);
  };

  server.on('request', (request, response) => {
    const { socket } = request;
    idle.delete(socket);
    busy.set(socket, (busy.get(socket) ?? 0) + 1);
    limit(socket, BODY_MS, () => !request.complete);
    if (isClosed) response.setHeader('Connection', 'close');
    response.once('close', () => {
      const left = (busy.get(socket) ?? 1) - 1;
      busy.set(socket, left);
      if (left === 0) awaitRequest(socket, KEEP_ALIVE_MS + host.headerTimeoutMs);
    });
    host.onRequest(request, response);
  });
  server.on('upgrade', (request, socket, head) => {
    idle.delete(socket);
    stopTimer(socket);
    host.onUpgrade(request, socket, head);
  });
  server.on('clientError', (error, socket) => {
    stopTimer(socket);
    const status = codeOf(error) === 'HPE_HEADER_OVERFLOW' ? 431 : 400;
    if (!socket.writable || codeOf(error) === 'ECONNRESET') {
      socket.destroy();
      return;
    }
    host.onFault(socket, status, `expected a request: ${error.message}`);
    const reason = status === 431 ? 'Request Header Fields Too Large' : 'Bad Request';
    socket.once('finish', () => socket.destroy());
    socket.end(`HTTP/1.1 ${status} ${reason}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
  });

  return {
    enter: (socket) => {
      socket.once('close', () => {
        stopTimer(socket);
        idle.delete(socket);
      });
      server.emit('connection', socket);
      awaitRequest(socket, host.headerTimeoutMs);
    },
    close: () => {
      isClosed = true;
      for (const socket of idle) socket.destroy();
    },
  };
};
