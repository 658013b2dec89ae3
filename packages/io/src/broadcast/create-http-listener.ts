import type { ServerResponse } from 'node:http';
import type { Listener } from './listener.js';
import { resetSocket } from './reset-socket.js';

/**
 * An HTTP listener on a response whose head is sent. HTTP has no pings: its lag is the age of the
 * oldest byte that the kernel has not taken yet, which begins to grow only when the kernel's send
 * buffer (up to 4 MB) is full.
 */
export const createHttpListener = (response: ServerResponse): Listener => {
  const unsent: number[] = [];
  response.on('error', () => undefined);
  const gone = new Promise<void>((resolve) => response.once('close', () => resolve()));

  return {
    kind: 'http',
    gone,
    write: (bytes) => {
      if (response.destroyed || response.writableEnded) return;
      unsent.push(performance.now());
      response.write(bytes, () => unsent.shift());
    },
    queuedBytes: () => response.writableLength,
    lagSeconds: (now) => Math.max(0, now - (unsent[0] ?? now)) / 1000,
    lastSignOfLife: () => undefined,
    tick: () => undefined,
    end: (reason) => {
      // Without a length, an orderly end and a broken stream differ only by FIN and RST.
      if (reason === 'failed') response.socket && resetSocket(response.socket);
      else response.end();
    },
    reset: () => {
      if (response.socket) resetSocket(response.socket);
      response.destroy();
    },
  };
};
