import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { IcyInserter } from '../icy/index.js';
import type { Listener } from './listener.js';
import { resetSocket } from './reset-socket.js';

/** Bytes that the kernel had not taken at once. */
interface Queued {
  /** When they were written, in ms. */
  readonly at: number;
  readonly bytes: number;
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
  const queue: Queued[] = [];
  let queued = 0;
  response.on('error', () => undefined);
  const gone = new Promise<void>((resolve) => response.once('close', () => resolve()));

  const noteQueued = (bytes: number): void => {
    queue.push({ at: performance.now(), bytes });
    queued += bytes;
  };
  /** What the kernel has taken is old news: the oldest that is left is the lag. */
  const oldest = (): Queued | undefined => {
    for (;;) {
      const first = queue[0];
      if (first === undefined || queued - first.bytes < socket.writableLength) return first;
      queue.shift();
      queued -= first.bytes;
    }
  };
  const send = (audio: Uint8Array): void => {
    if (!socket.writable) return;
    const bytes = icy === undefined ? audio : icy.insert(audio);
    socket.write(bytes);
    if (socket.writableLength > 0) noteQueued(bytes.length);
  };
  if (preamble !== undefined) send(preamble);

  return {
    kind: 'http',
    gone,
    plain: icy === undefined ? socket : undefined,
    write: ({ bytes }) => send(bytes),
    tell: ({ icyBlock }) => icy?.setBlock(icyBlock),
    queuedBytes: () => socket.writableLength,
    noteQueued,
    lagSeconds: (now) => Math.max(0, now - (oldest()?.at ?? now)) / 1000,
    beginCatchingUp: () => undefined,
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
