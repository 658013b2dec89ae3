import { connect, type Socket } from 'node:net';
import { AudioFlowError, isAudioFlowError } from '@audioflow/core';
import { endFrame, frameBytes } from './frame-bytes.js';
import { createFrameDecoder } from './frame-decoder.js';
import { parseReply, type Reply, refusalError } from './reply.js';

/** A welcomed connection to an ingest server. */
export interface ClientConnection {
  /** Writes a payload; the promise settles when there is room again, and rejects when it is lost. */
  send(payload: Uint8Array): void | Promise<void>;
  /** Sends the end of the stream; resolves to the packets that the server has, once it has closed. */
  finish(): Promise<number>;
  destroy(): void;
  /** Lets what is queued go out by itself, without keeping the process alive for it. */
  leave(): void;
  /** A number that changes while the end is on its way: replies come, or queued bytes leave. */
  readonly progress: number;
  /** Payloads that the server has acknowledged. */
  readonly acknowledged: number;
  /** Payloads sent that the server has not acknowledged. */
  readonly unconfirmed: number;
  /** Why it is gone; undefined while it is there. */
  readonly failure: AudioFlowError | undefined;
  readonly maxFrameBytes: number;
}

/** Where a {@link ClientConnection} leads, and what happens when it ends by itself. */
export interface ClientConnectionOptions {
  readonly host: string;
  readonly port: number;
  readonly hello: Uint8Array;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** A welcomed connection was lost before its end; called in the same turn. */
  onLost(connection: ClientConnection, cause: AudioFlowError): void;
}

const OWNER = 'ingestClient';
const MAX_REPLY_BYTES = 65_536;
/** What is left to itself and does not move for so long is given up. */
const LEFT_IDLE_MS = 60_000;

interface Settler<T> {
  resolve(value: T): void;
  reject(error: AudioFlowError): void;
}

/** The state that the socket's handlers share. */
interface Link {
  readonly socket: Socket;
  failure: AudioFlowError | undefined;
  acknowledged: number;
  replies: number;
  maxFrameBytes: number;
  /** Told of a loss, once the connection is welcomed. */
  lost: ((cause: AudioFlowError) => void) | undefined;
  /** How many packets the server said that it has, at the end. */
  confirmed: number | undefined;
  opening: Settler<void> | undefined;
  draining: Settler<void> | undefined;
  closing: Settler<number> | undefined;
}

const fail = (link: Link, error: AudioFlowError): void => {
  if (link.failure !== undefined) return;
  link.failure = error;
  link.socket.destroy();
  for (const waiting of [link.opening, link.draining, link.closing]) waiting?.reject(error);
  // In the same turn: who waited asks next whether to come back.
  link.lost?.(error);
};

const takeReply = (link: Link, reply: Reply): void => {
  link.replies++;
  if (reply.type === 'welcome') {
    link.maxFrameBytes = reply.maxFrameBytes;
    link.opening?.resolve();
  } else if (reply.type === 'ack') link.acknowledged = reply.packets;
  else if (reply.type === 'bye') {
    link.acknowledged = reply.packets;
    link.confirmed = reply.packets;
  } else fail(link, refusalError(OWNER, reply.reason, `the server says: ${reply.message}`));
};

const listen = (link: Link, where: string): void => {
  const { socket } = link;
  const decoder = createFrameDecoder(MAX_REPLY_BYTES);
  socket.on('data', (bytes: Buffer) => {
    try {
      decoder.push(bytes, (payload) => takeReply(link, parseReply(payload)));
    } catch (error) {
      if (isAudioFlowError(error)) fail(link, error);
      else throw error;
    }
  });
  socket.on('drain', () => link.draining?.resolve());
  socket.on('error', (cause) => {
    fail(link, new AudioFlowError('io', `${OWNER}: ${where}: ${cause.message}`, { cause }));
  });
  socket.on('close', () => {
    const { confirmed, closing } = link;
    if (confirmed !== undefined && closing !== undefined) closing.resolve(confirmed);
    else
      fail(link, new AudioFlowError('io', `${OWNER}: ${where}: the server closed the connection`));
  });
};

const settled = <T>(set: (settler: Settler<T> | undefined) => void): Promise<T> =>
  new Promise<T>((resolve, reject) => set({ resolve, reject })).finally(() => set(undefined));

/** Connects, says hello and waits for the welcome. Rejects with a refusal, `io`, `timeout` or `aborted`. */
export const openClientConnection = async (
  options: ClientConnectionOptions,
): Promise<ClientConnection> => {
  const { host, port, hello, timeoutMs, signal, onLost } = options;
  if (signal.aborted) throw new AudioFlowError('aborted', `${OWNER}: aborted`);
  const where = `${host}:${port}`;
  const socket = connect({ host, port, noDelay: true });
  const link: Link = {
    socket,
    failure: undefined,
    acknowledged: 0,
    replies: 0,
    lost: undefined,
    maxFrameBytes: Infinity,
    confirmed: undefined,
    opening: undefined,
    draining: undefined,
    closing: undefined,
  };
  listen(link, where);
  const abort = (): void => fail(link, new AudioFlowError('aborted', `${OWNER}: aborted`));
  signal.addEventListener('abort', abort);
  socket.on('close', () => signal.removeEventListener('abort', abort));
  const timer = setTimeout(() => {
    const text = `${OWNER}: expected a welcome from ${where} within ${timeoutMs} ms`;
    fail(link, new AudioFlowError('timeout', text));
  }, timeoutMs);
  socket.write(frameBytes(hello));
  try {
    await settled<void>((settler) => {
      link.opening = settler;
    });
  } finally {
    clearTimeout(timer);
  }
  // A refusal can come in one piece with the welcome.
  if (link.failure !== undefined) throw link.failure;
  let sent = 0;
  const connection: ClientConnection = {
    send(payload) {
      if (link.failure !== undefined) return Promise.reject(link.failure);
      sent++;
      if (socket.write(frameBytes(payload))) return undefined;
      return settled<void>((settler) => {
        link.draining = settler;
      });
    },
    finish() {
      if (link.failure !== undefined) return Promise.reject(link.failure);
      socket.write(endFrame());
      return settled<number>((settler) => {
        link.closing = settler;
      });
    },
    destroy: () => socket.destroy(),
    leave() {
      socket.setTimeout(LEFT_IDLE_MS, () => socket.destroy());
      socket.end();
      socket.unref();
    },
    get progress() {
      return link.replies - socket.writableLength;
    },
    get acknowledged() {
      return link.acknowledged;
    },
    get unconfirmed() {
      return sent - link.acknowledged;
    },
    get failure() {
      return link.failure;
    },
    get maxFrameBytes() {
      return link.maxFrameBytes;
    },
  };
  link.lost = (cause) => onLost(connection, cause);
  return connection;
};
