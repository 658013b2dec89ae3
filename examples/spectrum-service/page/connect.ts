import type { ClientMessage } from '../src/wire/client-message.js';
import {
  createFrameReader,
  type FrameReader,
  type SpectrumFrame,
} from '../src/wire/frame-bytes.js';
import { PROTOCOL } from '../src/wire/protocol.js';
import { readServerMessage, type ServerMessage } from '../src/wire/server-message.js';

const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 8000;
/** A connection that held for so long was good. */
const STABLE_MS = 5000;

/** What a connection tells. */
interface Listeners {
  onOpen(): void;
  /** It is gone; the next attempt follows after so many ms. */
  onLost(retryMs: number): void;
  onFrame(frame: SpectrumFrame, bytes: number): void;
  onMessage(message: ServerMessage): void;
}

/** A connection that comes back by itself. */
export interface SpectrumConnection {
  /** Says it now; nothing while there is no connection. */
  send(message: ClientMessage): void;
}

/** Connects to a service, and again whenever that is lost, with growing delays. */
export const connect = (url: string, listeners: Listeners): SpectrumConnection => {
  let socket: WebSocket | undefined;
  let failures = 0;
  let waiting: number | undefined;

  const dial = (): void => {
    waiting = undefined;
    const own = new WebSocket(url, PROTOCOL);
    let reader: FrameReader | undefined;
    let openedAt: number | undefined;
    socket = own;
    own.binaryType = 'arraybuffer';
    own.onopen = () => {
      openedAt = performance.now();
      listeners.onOpen();
    };
    own.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (data instanceof ArrayBuffer) {
        const frame = reader?.read(data);
        if (frame !== undefined) listeners.onFrame(frame, data.byteLength);
      } else if (typeof data === 'string') {
        const message = readServerMessage(data);
        if (message?.type === 'hello') reader = createFrameReader(message);
        if (message?.type === 'status') reader?.anchor(message.seq);
        if (message !== undefined) listeners.onMessage(message);
      }
    };
    own.onclose = () => {
      const held = openedAt === undefined ? 0 : performance.now() - openedAt;
      failures = held >= STABLE_MS ? 1 : failures + 1;
      const full = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (failures - 1));
      // A part is left to chance: all clients of a service lose it at once.
      const delay = Math.round(full * (1 - 0.3 * Math.random()));
      waiting = window.setTimeout(dial, delay);
      listeners.onLost(delay);
    };
  };
  // Who comes back to the page, or to the network, does not wait for the delay.
  const hurry = (): void => {
    if (waiting === undefined || document.hidden) return;
    clearTimeout(waiting);
    dial();
  };
  document.addEventListener('visibilitychange', hurry);
  window.addEventListener('online', hurry);
  dial();

  return {
    send: (message) => {
      if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
    },
  };
};
