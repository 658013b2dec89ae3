import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { EndReason } from './broadcast.types.js';
import type { Listener } from './listener.js';
import { resetSocket } from './reset-socket.js';

interface Ping {
  readonly sequence: number;
  readonly at: number;
}

/** RFC 6455, section 7.4.1: 1000 normal, 1001 going away, 1011 internal error. */
const CLOSE_CODE: Readonly<Record<EndReason, number>> = {
  complete: 1000,
  stopped: 1001,
  closed: 1001,
  failed: 1011,
};

const ignore = (): void => undefined;

/**
 * A WebSocket listener. Its lag is the age of the oldest unanswered ping: a peer answers a ping only
 * after it has read all that precedes it, so this sees through the kernel's send buffers.
 */
export const createWebSocketListener = (
  webSocket: WebSocket,
  socket: Duplex,
  config: object,
): Listener => {
  const pings: Ping[] = [];
  let sequence = 0;
  let answered = 0;
  let lastBefore = 0;
  let alive = performance.now();

  const isOpen = (): boolean => webSocket.readyState === webSocket.OPEN;

  webSocket.on('error', ignore);
  webSocket.on('pong', (data) => {
    const told = Number(data.toString('latin1'));
    if (!Number.isSafeInteger(told) || told <= answered || told > sequence) return;
    answered = told;
    alive = performance.now();
    for (;;) {
      const ping = pings[0];
      if (ping === undefined || ping.sequence > answered) break;
      pings.shift();
    }
  });
  // Pongs for one that pings and reads nothing would be a queue without a bound.
  webSocket.on('ping', (data) => {
    if (isOpen() && socket.writableLength === 0) webSocket.pong(data, false, ignore);
  });
  const gone = new Promise<void>((resolve) => webSocket.once('close', () => resolve()));

  // The server's side sends whole messages without masks: one made for all goes straight to the socket.
  const sendMade = (message: Uint8Array): void => {
    if (isOpen() && socket.writable) socket.write(message);
  };
  const sendText = (message: object): void => {
    if (isOpen()) webSocket.send(JSON.stringify(message), ignore);
  };
  sendText(config);

  return {
    kind: 'websocket',
    gone,
    write: ({ message }) => sendMade(message),
    noteQueued: ignore,
    tell: ({ message }) => sendMade(message),
    queuedBytes: () => socket.writableLength,
    lagSeconds: (now) => Math.max(0, now - (pings[0]?.at ?? now)) / 1000,
    beginCatchingUp: () => {
      lastBefore = sequence;
    },
    // A ping that went out after the last audio is answered after it was read.
    hasCaughtUp: () => socket.writableLength === 0 && answered > lastBefore,
    lastSignOfLife: () => alive,
    tick: (now) => {
      if (!isOpen()) return;
      sequence += 1;
      pings.push({ sequence, at: now });
      webSocket.ping(String(sequence), false, ignore);
    },
    end: (reason) => {
      sendText({ type: 'end', reason });
      webSocket.close(CLOSE_CODE[reason], `end of stream: ${reason}`);
    },
    reset: () => {
      resetSocket(socket);
      webSocket.terminate();
    },
  };
};
