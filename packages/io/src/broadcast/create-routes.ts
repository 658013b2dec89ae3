import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { BroadcastStatus } from './broadcast.types.js';
import type { ResolvedBroadcasterOptions } from './broadcaster-options.js';
import { createLiveServer } from './create-live-server.js';
import { createWebSocketListener } from './create-web-socket-listener.js';
import { isOriginAllowed } from './is-origin-allowed.js';
import type { Listener } from './listener.js';
import { type Refusal, refusalBody, refusalHeaders, refuseUpgrade } from './refusal.js';
import { requestTarget } from './request-target.js';
import { serveWithoutUpgrade } from './serve-without-upgrade.js';
import type { StreamInfo } from './stream-info.js';

/** What the routes need of the broadcaster. */
export interface RouteHost {
  readonly options: ResolvedBroadcasterOptions;
  readonly info: StreamInfo;
  /** Why nobody can join now from this address, if so. */
  admission(address: string): Refusal | undefined;
  join(listener: Listener, address: string): void;
  onRefused(refusal: Refusal): void;
  status(): BroadcastStatus;
}

interface Routes {
  handleRequest(request: IncomingMessage, response: ServerResponse): boolean;
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  dispose(): void;
}

const ORIGIN_REFUSED: Refusal = {
  status: 403,
  code: 'unsupported',
  message: 'pages of this origin may not listen: allow it with the origins option',
};

const NOT_HERE: Refusal = {
  status: 404,
  code: 'unsupported',
  message: 'no WebSocket at this path',
};

const PIPELINED: Refusal = {
  status: 400,
  code: 'unsupported',
  message: 'expected one connection per listener, got a request behind another one',
};

const WRONG_METHOD: Refusal = { status: 405, code: 'unsupported', message: 'expected GET or HEAD' };

/** A stream is never relabelled: who asks for another codec is told what there is. */
const codecRefusal = (target: URL, info: StreamInfo): Refusal | undefined => {
  const wanted = target.searchParams.get('codec');
  if (wanted === null || wanted === info.codec) return undefined;
  const shown = JSON.stringify(wanted.slice(0, 20));
  return {
    status: 406,
    code: 'unsupported',
    message: `this stream is ${info.codec}, not ${shown}: leave codec out or ask for codec=${info.codec}`,
  };
};

const addressOf = (request: IncomingMessage, options: ResolvedBroadcasterOptions): string =>
  options.addressOf?.(request) ?? request.socket.remoteAddress ?? '';

const sendJson = (response: ServerResponse, status: number, body: string): void => {
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Cache-Control': 'no-store',
  });
  response.end(body);
};

/** What a page of an allowed origin may see and ask for (Fetch standard, CORS protocol). */
const allowOrigin = (request: IncomingMessage, response: ServerResponse): void => {
  const { origin } = request.headers;
  response.setHeader('Vary', 'Origin');
  if (origin === undefined) return;
  response.setHeader('Access-Control-Allow-Origin', origin);
  const station = 'icy-metaint, icy-name, icy-description, icy-genre, icy-url, icy-br, icy-pub';
  response.setHeader('Access-Control-Expose-Headers', station);
};

const answerPreflight = (response: ServerResponse): void => {
  response.writeHead(204, {
    'Access-Control-Allow-Methods': 'GET, HEAD',
    'Access-Control-Allow-Headers': 'Icy-MetaData, Range',
    'Access-Control-Max-Age': '86400',
  });
  response.end();
};

const isPreflight = ({ method, headers }: IncomingMessage): boolean =>
  method === 'OPTIONS' && headers['access-control-request-method'] !== undefined;

const createRequestHandler = (host: RouteHost): Routes['handleRequest'] => {
  const { options, info } = host;
  const serveLive = createLiveServer(options, info);

  /** Why this request is not served, if so. Asking for a place comes last: an attempt counts. */
  const refusalOf = (
    request: IncomingMessage,
    response: ServerResponse,
    target: URL,
  ): Refusal | undefined => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return WRONG_METHOD;
    if (target.pathname !== options.livePath) return undefined;
    if (response.socket === null) return PIPELINED;
    return codecRefusal(target, info) ?? host.admission(addressOf(request, options));
  };

  return function handleRequest(request, response): boolean {
    const target = requestTarget(request);
    const isLive = target?.pathname === options.livePath;
    if (target === undefined || !(isLive || target.pathname === options.statusPath)) return false;
    const refuse = (refusal: Refusal): true => {
      host.onRefused(refusal);
      for (const [name, value] of refusalHeaders(refusal)) response.setHeader(name, value);
      sendJson(response, refusal.status, refusalBody(refusal));
      return true;
    };
    if (!isOriginAllowed(request, options.origins)) return refuse(ORIGIN_REFUSED);
    allowOrigin(request, response);
    if (isPreflight(request)) {
      answerPreflight(response);
      return true;
    }
    const refusal = refusalOf(request, response, target);
    if (refusal !== undefined) return refuse(refusal);
    if (isLive) {
      const listener = serveLive(request, response);
      if (listener !== undefined) host.join(listener, addressOf(request, options));
    } else sendJson(response, 200, JSON.stringify(host.status()));
    return true;
  };
};

/** Why a handshake is refused before it is answered, if so. */
const upgradeRefusal = (
  { options, admission }: RouteHost,
  target: URL | undefined,
  request: IncomingMessage,
): Refusal | undefined => {
  if (target?.pathname !== options.webSocketPath) return NOT_HERE;
  if (!isOriginAllowed(request, options.origins)) return ORIGIN_REFUSED;
  return admission(addressOf(request, options));
};

const createUpgradeHandler = (
  host: RouteHost,
  server: WebSocketServer,
  handleRequest: Routes['handleRequest'],
): Routes['handleUpgrade'] => {
  const { options, info } = host;
  const config = {
    type: 'config',
    ...info,
    ...(options.name === undefined ? {} : { name: options.name }),
    flushMs: options.flushMs,
    burstSeconds: options.burstSeconds,
  };

  return function handleUpgrade(request, socket, head): void {
    const target = requestTarget(request);
    const isOurs = target?.pathname === options.livePath || target?.pathname === options.statusPath;
    const plain = isOurs ? serveWithoutUpgrade(request, socket) : undefined;
    if (plain !== undefined && handleRequest(request, plain)) return;
    const refusal = upgradeRefusal(host, target, request);
    if (target === undefined || refusal !== undefined) {
      const given = refusal ?? NOT_HERE;
      host.onRefused(given);
      refuseUpgrade(socket, given);
      return;
    }
    server.handleUpgrade(request, socket, head, (webSocket) => {
      const wrongCodec = codecRefusal(target, info);
      if (wrongCodec === undefined) {
        const listener = createWebSocketListener(webSocket, socket, config);
        host.join(listener, addressOf(request, options));
        return;
      }
      // Browsers hide the body of a refused handshake: said over the open socket, a page can show it.
      webSocket.on('error', () => undefined);
      webSocket.send(refusalBody(wrongCodec));
      webSocket.close(1008, 'codec not streamed here');
      host.onRefused(wrongCodec);
    });
  };
};

/** The HTTP and WebSocket doors of a broadcaster. */
export const createRoutes = (host: RouteHost): Routes => {
  // What listeners send is ignored, and may not be large.
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    autoPong: false,
    maxPayload: 1024,
  });
  const handleRequest = createRequestHandler(host);
  return {
    handleRequest,
    handleUpgrade: createUpgradeHandler(host, server, handleRequest),
    dispose: () => server.close(),
  };
};
