import type { Duplex } from 'node:stream';
import { systemClock } from '@audioflow/core';
import { Subscription as Subscriptions } from 'rxjs';
import type { WebSocket } from 'ws';
import type { SpectrumEngine } from '../engine/spectrum-engine.types.js';
import { readClientMessage } from '../wire/client-message.js';
import { MAX_RATE } from '../wire/protocol.js';
import type { HelloMessage } from '../wire/server-message.js';
import { type Client, createClient } from './create-client.js';
import { createDeviceWatch } from './create-device-watch.js';
import { createFrameCache } from './create-frame-cache.js';
import { createRateLimit } from './create-rate-limit.js';
import type { ResolvedServiceOptions } from './service-options.js';
import type { ClientFigures } from './spectrum-service.types.js';

/** RFC 6455, section 7.4.1. */
const GOING_AWAY = 1001;
const POLICY_VIOLATION = 1008;

/** A connection that has been accepted. */
export interface Connection {
  readonly webSocket: WebSocket;
  readonly socket: Duplex;
  readonly protocol: ClientFigures['protocol'];
  /** Frames of a second, for a client that cannot ask. */
  readonly rate?: number | undefined;
}

/** All clients of a service. */
export interface ClientHub {
  readonly size: number;
  readonly joined: number;
  readonly resets: number;
  add(connection: Connection): void;
  figures(): readonly ClientFigures[];
  /** Tells all that it is over; resolves when they are gone, or have been reset. */
  close(drainMs: number): Promise<void>;
}

/** Makes the hub between an engine and its clients: the first that subscribes starts the engine, the last that leaves stops it. */
export const createClientHub = (
  engine: SpectrumEngine,
  hello: HelloMessage,
  options: ResolvedServiceOptions,
): ClientHub => {
  const { lingerMs, messageRate, pingMs, canSelect, listEveryMs } = options;
  const clients = new Set<Client>();
  const statusText = (): string => JSON.stringify({ type: 'status', ...engine.status() });
  const feed = {
    latest: engine.latest,
    message: createFrameCache(hello.ceiling),
    statusText,
  };
  const devices = createDeviceWatch({
    list: engine.refresh,
    everyMs: listEveryMs,
    clock: systemClock,
  });
  /** As long as there are clients, who may choose. */
  let watched = new AbortController();
  let linger: NodeJS.Timeout | undefined;
  let ticking: NodeJS.Timeout | undefined;
  let tickedAt = 0;
  let joined = 0;
  let resets = 0;
  let closed: (() => void) | undefined;
  let isOver = false;

  const reset = (client: Client): void => {
    resets += 1;
    client.reset();
  };
  /** Starts or stops the engine, as somebody wants it or nobody does. */
  const follow = (): void => {
    clearTimeout(linger);
    if (isOver) return;
    if ([...clients].some(({ isSubscribed }) => isSubscribed)) void engine.start();
    else if (engine.status().state !== 'stopped')
      linger = setTimeout(() => void engine.stop(), lingerMs);
  };
  const tick = (): void => {
    const now = performance.now();
    const isLate = now - tickedAt > 2 * pingMs;
    tickedAt = now;
    for (const client of [...clients]) if (!client.tick(now, isLate)) reset(client);
  };
  const remove = (client: Client): void => {
    if (!clients.delete(client)) return;
    follow();
    if (clients.size > 0) return;
    clearInterval(ticking);
    watched.abort();
    closed?.();
  };

  const act = (client: Client, text: string): void => {
    const read = readClientMessage(text);
    if (read.message === undefined) {
      client.sendText({ type: 'error', code: 'malformed-data', message: read.wrong });
      return;
    }
    const { message } = read;
    if (message.type === 'select') {
      if (canSelect) void engine.select(message.device);
      else client.sendText({ type: 'error', code: 'unsupported', message: 'the device is fixed' });
    } else if (message.type === 'refresh') {
      void devices.renew().then(() => client.offerStatus(statusText()));
    } else {
      // The status has the number from which the short ones of frames go on.
      client.offerStatus(statusText());
      if (message.type === 'subscribe') client.subscribe(message);
      else client.unsubscribe();
      follow();
    }
  };

  const listen = ({ webSocket, socket, protocol }: Connection, client: Client): void => {
    const isWithin = createRateLimit(messageRate);
    let isShut = false;
    const mayGo = (): boolean => {
      if (isShut) return false;
      if (isWithin(performance.now())) return true;
      isShut = true;
      const { perSecond } = messageRate;
      const message = `expected at most ${perSecond} messages a second`;
      if (protocol === 'v1') client.sendText({ type: 'error', code: 'limit-exceeded', message });
      client.close(POLICY_VIOLATION, message);
      // Nothing more of this one is read.
      webSocket.pause();
      setTimeout(() => client.reset(), pingMs).unref();
      return false;
    };
    webSocket.on('message', (data, isBinary) => {
      // Older clients have nothing to say.
      if (!mayGo() || protocol === 'json') return;
      act(client, isBinary ? '' : data.toString());
    });
    // Answers for one that asks and reads nothing would be a queue without a bound.
    webSocket.on('ping', (data) => {
      if (mayGo() && socket.writableLength === 0) webSocket.pong(data, false, () => undefined);
    });
    webSocket.once('close', () => remove(client));
  };

  const add = (connection: Connection): void => {
    const { protocol, rate = MAX_RATE } = connection;
    const client = createClient(connection, feed, { ...options, protocol });
    joined += 1;
    clients.add(client);
    if (clients.size === 1) {
      tickedAt = performance.now();
      ticking = setInterval(tick, pingMs);
      watched = new AbortController();
      void engine.watch(() => void devices.renew(), watched.signal);
      // What has changed while nobody looked.
      void devices.renew();
    }
    listen(connection, client);
    if (protocol === 'json') {
      client.subscribe({ rate, format: 'legacy' });
      follow();
    } else {
      client.sendText(hello);
      client.offerStatus(statusText());
    }
  };

  const watching = new Subscriptions();
  watching.add(
    engine.versions.subscribe((version) => {
      for (const client of clients) client.offer(version);
    }),
  );
  watching.add(
    engine.statuses.subscribe(() => {
      if (clients.size === 0) return;
      const text = statusText();
      for (const client of clients) client.offerStatus(text);
    }),
  );

  const close = async (drainMs: number): Promise<void> => {
    isOver = true;
    clearTimeout(linger);
    devices.end();
    watching.unsubscribe();
    if (clients.size > 0) {
      const gone = new Promise<void>((resolve) => {
        closed = resolve;
      });
      for (const client of clients) client.close(GOING_AWAY, 'the service ends');
      const late = setTimeout(() => {
        for (const client of [...clients]) reset(client);
      }, drainMs);
      await gone;
      clearTimeout(late);
    }
  };

  return {
    get size() {
      return clients.size;
    },
    get joined() {
      return joined;
    },
    get resets() {
      return resets;
    },
    add,
    figures: () => [...clients].map((client) => client.figures()),
    close,
  };
};
