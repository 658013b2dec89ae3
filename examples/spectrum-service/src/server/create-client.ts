import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { writeAtOnce } from '@audioflow/io/broadcast';
import type { WebSocket } from 'ws';
import type { Version } from '../engine/spectrum-engine.types.js';
import type { FrameFormat } from '../wire/protocol.js';
import type { PayloadFormat } from './create-frame-cache.js';
import { createLagMeter } from './create-lag-meter.js';
import { createRateGate } from './create-rate-gate.js';
import type { ResolvedServiceOptions } from './service-options.js';
import type { ClientFigures } from './spectrum-service.types.js';

/** Where a client takes from what it missed. */
export interface ClientFeed {
  latest(): Version | undefined;
  /** A whole WebSocket message. */
  message(version: Version, format: PayloadFormat): Buffer;
  statusText(): string;
}

/** How a client wants its frames. */
export interface Subscription {
  readonly rate: number;
  readonly format: FrameFormat | 'legacy';
}

/** One connection, as the hub sees it. */
export interface Client {
  readonly isSubscribed: boolean;
  subscribe(subscription: Subscription): void;
  unsubscribe(): void;
  /** There is a new version: sends it, unless the rate leaves it out or the client is behind. */
  offer(version: Version): void;
  /** There is a new status: sends it, or what it is then when the client has caught up. */
  offerStatus(text: string): void;
  sendText(message: object): void;
  /**
   * Looks how far behind it is, asks for a sign of life, and answers whether there has been one. After a pause of this process (`isLate`)
   * nobody is judged: answers may be there that have not been read.
   */
  tick(now: number, isLate: boolean): boolean;
  close(code: number, reason: string): void;
  reset(): void;
  figures(): ClientFigures;
}

/** More than this in our own queue: the kernel's is full. */
const HOLD_ABOVE_BYTES = 1024;
const ignore = (): void => undefined;

/** Makes the client of an open WebSocket. A slow one holds nothing but the wish for the newest version and the newest status. */
export const createClient = (
  { webSocket, socket }: { readonly webSocket: WebSocket; readonly socket: Duplex },
  feed: ClientFeed,
  options: ResolvedServiceOptions & { readonly protocol: ClientFigures['protocol'] },
): Client => {
  const { maxLagMs, maxBufferBytes, protocol } = options;
  const lag = createLagMeter();
  let subscription: Subscription | undefined;
  let isDue: (version: Version) => boolean = () => false;
  let sentSeq = 0;
  let isLagging = false;
  let owesFrame = false;
  let owesStatus = false;
  let sentFrames = 0;
  let sentBytes = 0;
  let skippedFrames = 0;

  const isOpen = (): boolean => webSocket.readyState === webSocket.OPEN;
  const isBehind = (): boolean => isLagging || socket.writableLength > HOLD_ABOVE_BYTES;
  const reset = (): void => {
    // A plain end would leave in the kernel what was never read.
    if (socket instanceof Socket) socket.resetAndDestroy();
    webSocket.terminate();
  };
  const sendText = (text: string): void => {
    if (!isOpen()) return;
    if (socket.writableLength > maxBufferBytes) reset();
    else webSocket.send(text, ignore);
  };
  const send = (version: Version, { format }: Subscription): void => {
    const message = feed.message(version, format);
    sentSeq = version.seq;
    sentFrames += 1;
    sentBytes += message.length;
    // One message made for all goes straight to the socket: the server's side sends whole messages without masks.
    writeAtOnce(socket, message, catchUp);
  };
  /** Pays what is owed, as soon as there is room. */
  const catchUp = (): void => {
    if (!(owesFrame || owesStatus) || !isOpen() || isBehind()) return;
    if (owesStatus) {
      owesStatus = false;
      sendText(feed.statusText());
    }
    if (!owesFrame) return;
    owesFrame = false;
    const newest = feed.latest();
    if (subscription && newest && newest.seq !== sentSeq) send(newest, subscription);
  };
  webSocket.on('error', ignore);
  webSocket.on('pong', (data) => {
    const now = performance.now();
    lag.pong(data.toString('latin1'), now);
    isLagging &&= lag.lagMs(now) > maxLagMs;
    catchUp();
  });

  return {
    get isSubscribed() {
      return subscription !== undefined;
    },
    subscribe: (next) => {
      subscription = next;
      isDue = createRateGate(next.rate);
      owesFrame = true;
      catchUp();
    },
    unsubscribe: () => {
      subscription = undefined;
      owesFrame = false;
    },
    offer: (version) => {
      if (subscription === undefined || !isOpen() || !isDue(version)) return;
      if (isBehind()) {
        owesFrame = true;
        skippedFrames += 1;
      } else {
        owesFrame = false;
        send(version, subscription);
      }
    },
    offerStatus: (text) => {
      if (protocol === 'json') return;
      if (isBehind()) owesStatus = true;
      else sendText(text);
    },
    sendText: (message) => sendText(JSON.stringify(message)),
    tick: (now, isLate) => {
      if (!isLate) isLagging = lag.lagMs(now) > maxLagMs;
      // One that is behind is asked no more until it has answered: that would only fill its queue.
      if (isOpen() && !isLagging) webSocket.ping(lag.ping(now), false, catchUp);
      return isLate || lag.silentMs(now) <= options.deadMs;
    },
    close: (code, reason) => webSocket.close(code, reason),
    reset,
    figures: () => ({
      protocol,
      rate: subscription?.rate,
      format: subscription?.format,
      sentFrames,
      sentBytes,
      skippedFrames,
      bufferedBytes: socket.writableLength,
      lagMs: Math.round(lag.lagMs(performance.now())),
    }),
  };
};
