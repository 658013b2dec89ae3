import { once } from 'node:events';
import { createServer, type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { AudioFlowError } from '@audioflow/core';
import { WebSocketServer } from 'ws';
import { createSpectrumEngine } from '../engine/create-spectrum-engine.js';
import { LEGACY_PROTOCOL, MAX_RATE, MIN_RATE, PROTOCOL } from '../wire/protocol.js';
import { checkHost, checkOrigin, type Refusal } from './check-request.js';
import { createClientHub } from './create-client-hub.js';
import { helloMessage } from './hello-message.js';
import { resolveServiceOptions } from './service-options.js';
import type {
  ServiceStatus,
  SpectrumService,
  SpectrumServiceOptions,
} from './spectrum-service.types.js';

/** Clients have so long to hear the end. */
const DRAIN_MS = 1000;

const targetOf = ({ url = '/' }: IncomingMessage): URL | undefined => {
  // With a fixed origin in front, a target such as `//evil` stays a path.
  const target = `http://localhost${url}`;
  return url.startsWith('/') && URL.canParse(target) ? new URL(target) : undefined;
};

const refuse = (socket: Duplex, { status, message }: Refusal): void => {
  const body = JSON.stringify({ type: 'error', message });
  socket.once('finish', () => socket.destroy());
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Error'}\r\nConnection: close\r\n` +
      `Content-Type: application/json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
};

/** What a client speaks: the subprotocol that it offers, or `?format=json`, or else the newest. */
const protocolOf = (request: IncomingMessage, target: URL | undefined) => {
  const offered = request.headers['sec-websocket-protocol']?.split(',').map((one) => one.trim());
  if (offered === undefined) return target?.searchParams.get('format') === 'json' ? 'json' : 'v1';
  if (offered.includes(PROTOCOL)) return 'v1';
  return offered.includes(LEGACY_PROTOCOL) ? 'json' : undefined;
};

/** `?rate=` of a client that cannot subscribe. */
const rateOf = (target: URL | undefined): number => {
  const rate = Number(target?.searchParams.get('rate') || MAX_RATE);
  return Number.isFinite(rate) ? Math.min(MAX_RATE, Math.max(MIN_RATE, rate)) : MAX_RATE;
};

/**
 * Starts a service that captures a device while somebody wants it, and sends its spectrum to every client that asks: a WebSocket, described in
 * docs/spectrum-service.md, and figures at `/status.json`.
 *
 * @returns The service, once it listens.
 * @throws AudioFlowError as a rejection: `invalid-option`; `unavailable` where the port cannot be had.
 */
export const spectrumService = async (
  options: SpectrumServiceOptions,
): Promise<SpectrumService> => {
  const { engine: engineOptions, server: checked } = resolveServiceOptions(options);
  const { host, path, maxClients, onRequest } = checked;
  const engine = createSpectrumEngine(engineOptions);
  const hub = createClientHub(engine, helloMessage(engineOptions.bars, checked), checked);
  const began = performance.now();
  let refused = 0;
  let isClosing = false;

  const status = (): ServiceStatus => ({
    ...engine.status(),
    clients: hub.figures(),
    joined: hub.joined,
    refused,
    reset: hub.resets,
    uptimeSeconds: Math.round((performance.now() - began) / 1000),
  });

  const http = createServer((request, response) => {
    const refusal = checkHost(request, checked);
    const isStatus = targetOf(request)?.pathname === '/status.json';
    if (refusal !== undefined) {
      response.writeHead(refusal.status, { 'Content-Type': 'text/plain' }).end(refusal.message);
    } else if (isStatus && (request.method === 'GET' || request.method === 'HEAD')) {
      response.setHeader('Content-Type', 'application/json; charset=utf-8');
      response.setHeader('Cache-Control', 'no-store');
      response.end(JSON.stringify(status()));
    } else if (onRequest !== undefined && !isStatus) onRequest(request, response);
    else response.writeHead(isStatus ? 405 : 404, { 'Content-Type': 'text/plain' }).end();
  });

  const webSockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    autoPong: false,
    maxPayload: checked.maxMessageBytes,
    handleProtocols: (offered) => (offered.has(PROTOCOL) ? PROTOCOL : LEGACY_PROTOCOL),
  });
  /** Node's server forgets a connection that is upgraded: these are closed with the service. */
  const sockets = new Set<Duplex>();
  http.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    const target = targetOf(request);
    const protocol = protocolOf(request, target);
    const refusal: Refusal | undefined =
      checkHost(request, checked) ??
      checkOrigin(request, checked) ??
      (target?.pathname === path ? undefined : { status: 404, message: `expected ${path}` }) ??
      (protocol ? undefined : { status: 400, message: `expected ${PROTOCOL}` }) ??
      (hub.size < maxClients && !isClosing
        ? undefined
        : { status: 503, message: 'all places are taken' });
    if (refusal !== undefined || protocol === undefined) {
      refused += 1;
      refuse(socket, refusal ?? { status: 400, message: 'refused' });
      return;
    }
    webSockets.handleUpgrade(request, socket, head, (webSocket) =>
      hub.add({ webSocket, socket, protocol, rate: rateOf(target) }),
    );
  });

  http.listen({ host, port: checked.port, backlog: 1024 });
  await once(http, 'listening').catch((cause: Error) => {
    const message = `spectrumService: port ${checked.port} on ${host} cannot be used: ${cause.message}`;
    throw new AudioFlowError('unavailable', message, { cause });
  });
  const address = http.address();
  const port = typeof address === 'object' && address !== null ? address.port : checked.port;
  // A client sees what there is to choose from before anything is opened.
  await engine.refresh();

  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    isClosing = true;
    const gone = new Promise<void>((resolve) => http.close(() => resolve()));
    await Promise.all([hub.close(DRAIN_MS), engine.stop()]);
    for (const socket of sockets) socket.destroy();
    http.closeAllConnections();
    await gone;
  };
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}/`,
    port,
    engine,
    status,
    close: () => {
      closing ??= close();
      return closing;
    },
  };
};
