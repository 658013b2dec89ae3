import type { Socket } from 'node:net';
import { AudioFlowError, isAudioFlowError } from '@audioflow/core';
import { openSocket, type SocketTarget } from '../dial/open-socket.js';
import { type AnswerWatch, createAnswerWatch } from './create-answer-watch.js';

/** A connection on which a server takes a stream. */
export interface SourceConnection {
  /** Writes the frame of a packet; the promise settles when there is room again, and rejects when it is lost. */
  send(bytes: Uint8Array): void | Promise<void>;
  /** Sends what is queued and the end; resolves when the server has hung up, or `lingerMs` later. */
  finish(lingerMs: number): Promise<void>;
  destroy(): void;
  /** Lets what is queued go out by itself, without keeping the process alive for it. */
  leave(): void;
  /** A number that changes while queued bytes leave. */
  readonly progress: number;
  /** Packets sent. */
  readonly packets: number;
  /** Packets sent before the one at hand that have not left this process. */
  readonly unsent: number;
  /** Why it is gone; undefined while it is there. */
  readonly failure: AudioFlowError | undefined;
}

/** Where a {@link SourceConnection} leads, and what happens when it ends by itself. */
export interface SourceConnectionOptions {
  readonly target: SocketTarget;
  /** Host, port and mount, for errors. */
  readonly where: string;
  /** The head of the request. */
  readonly request: Uint8Array;
  readonly timeoutMs: number;
  readonly stallTimeoutMs: number;
  readonly signal: AbortSignal;
  /** An accepted connection was lost before its end; called in the same turn. */
  onLost(connection: SourceConnection, cause: AudioFlowError): void;
}

const OWNER = 'icecastClient';
/** Some servers say `100 Continue`, and `200 OK` only at the end of the stream. */
const CONTINUE_MS = 500;
/** The reason of a refusal may take so long to follow its head. */
const REASON_MS = 300;
/** What is left to itself and does not move for so long is given up. */
const LEFT_IDLE_MS = 60_000;

interface Settler {
  resolve(): void;
  reject(error: AudioFlowError): void;
}

/** The state that the socket's handlers share. */
interface Link {
  readonly socket: Socket;
  readonly where: string;
  readonly answer: AnswerWatch;
  failure: AudioFlowError | undefined;
  /** Told of a loss, once the stream is accepted. */
  lost: ((cause: AudioFlowError) => void) | undefined;
  opening: Settler | undefined;
  draining: Settler | undefined;
  closing: Settler | undefined;
  timer: NodeJS.Timeout | undefined;
}

const fail = (link: Link, error: AudioFlowError): void => {
  if (link.failure !== undefined) return;
  link.failure = error;
  // Told before the socket is destroyed: what has not left is counted then.
  const { opening, draining, closing, lost } = link;
  lost?.(error);
  link.socket.destroy();
  for (const waiting of [opening, draining, closing]) waiting?.reject(error);
};

const later = (link: Link, ms: number, action: () => void): void => {
  link.timer ??= setTimeout(action, ms);
};

const takeAnswer = (link: Link, bytes: Uint8Array): void => {
  const { answer } = link;
  try {
    answer.push(bytes);
  } catch (error) {
    if (!isAudioFlowError(error)) throw error;
    fail(link, error);
    return;
  }
  if (answer.state === 'accepted') link.opening?.resolve();
  else if (answer.state === 'continued') later(link, CONTINUE_MS, () => link.opening?.resolve());
  else if (answer.state === 'refused') {
    clearTimeout(link.timer);
    link.timer = setTimeout(() => fail(link, answer.refusal()), REASON_MS);
  }
};

const listen = (link: Link): void => {
  const { socket, where, answer } = link;
  const gone = (text: string, cause?: Error): AudioFlowError =>
    answer.state === 'refused'
      ? answer.refusal()
      : new AudioFlowError('io', `${OWNER}: ${where}: ${text}`, { cause });
  socket.on('data', (bytes: Buffer) => takeAnswer(link, bytes));
  socket.on('drain', () => link.draining?.resolve());
  socket.on('error', (cause) => fail(link, gone(cause.message, cause)));
  socket.on('close', () => {
    clearTimeout(link.timer);
    // A server hangs up when it has read the end; a refusal in the last moment is none of our end.
    if (link.closing !== undefined && socket.writableFinished) link.closing.resolve();
    else fail(link, gone('the server closed the connection'));
  });
};

const settled = (set: (settler: Settler | undefined) => void): Promise<void> =>
  new Promise<void>((resolve, reject) => set({ resolve, reject })).finally(() => set(undefined));

/** Connects, sends the request and waits until the server takes the stream. */
const open = async (options: SourceConnectionOptions): Promise<Link> => {
  const { target, where, request, timeoutMs, signal } = options;
  if (signal.aborted) throw new AudioFlowError('aborted', `${OWNER}: aborted`);
  const socket = openSocket(target);
  const link: Link = {
    socket,
    where,
    answer: createAnswerWatch(where),
    failure: undefined,
    lost: undefined,
    opening: undefined,
    draining: undefined,
    closing: undefined,
    timer: undefined,
  };
  listen(link);
  const abort = (): void => fail(link, new AudioFlowError('aborted', `${OWNER}: aborted`));
  signal.addEventListener('abort', abort);
  socket.on('close', () => signal.removeEventListener('abort', abort));
  const timer = setTimeout(() => {
    const text = `${OWNER}: expected an answer from ${where} within ${timeoutMs} ms`;
    fail(link, new AudioFlowError('timeout', text));
  }, timeoutMs);
  socket.write(request);
  try {
    await settled((settler) => {
      link.opening = settler;
    });
  } finally {
    clearTimeout(timer);
  }
  if (link.failure !== undefined) throw link.failure;
  return link;
};

const watchStall = ({ link, stallTimeoutMs }: { link: Link; stallTimeoutMs: number }): void => {
  // Node counts bytes that leave a waiting write as activity.
  link.socket.setTimeout(stallTimeoutMs, () => {
    if (link.draining === undefined) return;
    const text = `${OWNER}: expected ${link.where} to take data, it took none for ${stallTimeoutMs} ms`;
    fail(link, new AudioFlowError('timeout', text));
  });
};

/** Connects as a source. Rejects with a refusal, `io`, `timeout`, `malformed-data` or `aborted`. */
export const openSourceConnection = async (
  options: SourceConnectionOptions,
): Promise<SourceConnection> => {
  const link = await open(options);
  const { socket } = link;
  let packets = 0;
  let left = 0;
  const count = (error?: Error | null): void => {
    if (!error) left++;
  };
  watchStall({ link, stallTimeoutMs: options.stallTimeoutMs });
  const connection: SourceConnection = {
    send(bytes) {
      if (link.failure !== undefined) return Promise.reject(link.failure);
      packets++;
      if (socket.write(bytes, count)) return undefined;
      return settled((settler) => {
        link.draining = settler;
      });
    },
    finish(lingerMs) {
      if (link.failure !== undefined) return Promise.reject(link.failure);
      const done = settled((settler) => {
        link.closing = settler;
      });
      socket.end(() => {
        link.timer = setTimeout(() => link.closing?.resolve(), lingerMs);
      });
      return done;
    },
    destroy: () => void socket.destroy(),
    leave() {
      socket.setTimeout(LEFT_IDLE_MS, () => socket.destroy());
      socket.end();
      socket.unref();
    },
    get progress() {
      return socket.writableLength;
    },
    get packets() {
      return packets;
    },
    get unsent() {
      // The one that waits for room is still at hand.
      return packets - left - (link.draining === undefined ? 0 : 1);
    },
    get failure() {
      return link.failure;
    },
  };
  link.lost = (cause) => options.onLost(connection, cause);
  return connection;
};
