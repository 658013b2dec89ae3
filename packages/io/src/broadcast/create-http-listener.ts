import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { IcyInserter } from '../icy/index.js';
import type { Listener } from './listener.js';
import { resetSocket } from './reset-socket.js';

/** Bytes that the kernel had not taken at once. */
interface Mark {
  /** When they were written, in ms. */
  readonly at: number;
  /** Where they end, counted from the first byte of the body. */
  readonly end: number;
}

/** How an HTTP listener is served. */
export interface HttpListenerInit {
  readonly response: ServerResponse;
  /** The connection of `response`. */
  readonly socket: Socket;
  /** What stands before the audio. */
  readonly preamble?: Uint8Array | undefined;
  /** For a listener that asked for titles. */
  readonly icy?: IcyInserter | undefined;
}

/**
 * An HTTP listener on a response whose head is sent. The body has no length, so audio goes straight to
 * the socket, which costs half of what `response.write` costs.
 *
 * HTTP has no pings: its lag is the age of the oldest byte that the kernel has not taken yet, which
 * begins to grow only when the kernel's send buffer (up to 4 MB) is full.
 */
export const createHttpListener = ({
  response,
  socket,
  preamble,
  icy,
}: HttpListenerInit): Listener => {
  const marks: Mark[] = [];
  let written = 0;
  response.on('error', () => undefined);
  const gone = new Promise<void>((resolve) => response.once('close', () => resolve()));

  const send = (audio: Uint8Array): void => {
    if (!socket.writable) return;
    const bytes = icy === undefined ? audio : icy.insert(audio);
    written += bytes.length;
    socket.write(bytes);
    if (socket.writableLength > 0) marks.push({ at: performance.now(), end: written });
  };
  if (preamble !== undefined) send(preamble);

  return {
    kind: 'http',
    gone,
    write: ({ bytes }) => send(bytes),
    tell: ({ icyBlock }) => icy?.setBlock(icyBlock),
    queuedBytes: () => socket.writableLength,
    lagSeconds: (now) => {
      const taken = written - socket.writableLength;
      while (marks[0] !== undefined && marks[0].end <= taken) marks.shift();
      return Math.max(0, now - (marks[0]?.at ?? now)) / 1000;
    },
    hasCaughtUp: () => socket.writableLength === 0,
    lastSignOfLife: () => undefined,
    tick: () => undefined,
    end: (reason) => {
      // Without a length, an orderly end and a broken stream differ only by FIN and RST.
      if (reason === 'failed') resetSocket(socket);
      else response.end();
    },
    reset: () => {
      resetSocket(socket);
      response.destroy();
    },
  };
};
