import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { wavHeader } from '../container/index.js';
import { createIcyInserter, type IcyShare } from '../icy/index.js';
import type { BroadcastStatus } from './broadcast.types.js';
import type { ResolvedBroadcasterOptions } from './broadcaster-options.js';
import { createHttpListener } from './create-http-listener.js';
import { createWebSocketListener } from './create-web-socket-listener.js';
import { isOriginAllowed } from './is-origin-allowed.js';
import type { Listener } from './listener.js';
import { type Refusal, refusalBody, refuseUpgrade } from './refusal.js';
import { requestTarget } from './request-target.js';
import type { StreamInfo } from './stream-info.js';

/** What the routes need of the broadcaster. */
export interface RouteHost {
  readonly options: ResolvedBroadcasterOptions;
  readonly info: StreamInfo;
  /** Why nobody can join now, if so. */
  admission(): Refusal | undefined;
  join(listener: Listener, burstSeconds: number): void;
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

/** Headers take Latin-1 only; icy clients read the bytes as UTF-8. */
const headerText = (text: string): string => Buffer.from(text).toString('latin1');

const liveHeaders = ({ options, info }: RouteHost, icy: boolean): Record<string, string> => {
  const { name, description, genre, url, isPublic, icyMetaint } = options;
  const texts = { 'icy-name': name, 'icy-description': description, 'icy-genre': genre };
  const given = Object.entries({ ...texts, 'icy-url': url }).flatMap(([key, text]) =>
    text === undefined ? [] : [[key, headerText(text)]],
  );
  return {
    'Content-Type': info.mime,
    'Cache-Control': 'no-cache, no-store',
    'Accept-Ranges': 'none',
    'X-Content-Type-Options': 'nosniff',
    ...(info.bitrate === undefined ? {} : { 'icy-br': String(Math.round(info.bitrate / 1000)) }),
    'icy-pub': isPublic ? '1' : '0',
    ...Object.fromEntries(given),
    ...(icy ? { 'icy-metaint': String(icyMetaint) } : {}),
  };
};

const sendJson = (response: ServerResponse, status: number, body: string): void => {
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Cache-Control': 'no-store',
  });
  response.end(body);
};

/** Sizes of an endless file: as large as the fields can say. */
const wavPreamble = ({ sampleRate, channelCount, codec }: StreamInfo): Uint8Array | undefined =>
  codec === 'pcm'
    ? wavHeader({ sampleType: 's16', sampleRate, channelCount, rf64: false })
    : undefined;

const createLiveServer = (
  host: RouteHost,
): ((request: IncomingMessage, response: ServerResponse) => void) => {
  const { options, info } = host;
  const preamble = wavPreamble(info);
  const share: IcyShare = {};

  return function serveLive(request, response): void {
    const wantsIcy = String(request.headers['icy-metadata']).trim() === '1';
    // Players older than HTTP/1.1 take chunk headers for audio: the body ends with the connection.
    response.useChunkedEncodingByDefault = false;
    response.writeHead(200, liveHeaders(host, wantsIcy));
    const { socket } = response;
    if (request.method === 'HEAD' || socket === null) {
      response.end();
      return;
    }
    // Sends the head at once. Unlike flushHeaders(), which encodes header text as UTF-8 a second time.
    response.write(new Uint8Array(0));
    // A peer that is gone without a word is found out also while nothing is streamed.
    socket.setKeepAlive(true, 60_000);
    const icy = wantsIcy ? createIcyInserter(options.icyMetaint, share) : undefined;
    const listener = createHttpListener({ response, socket, preamble, icy });
    host.join(listener, options.httpBurstSeconds);
  };
};

const createRequestHandler = (host: RouteHost): Routes['handleRequest'] => {
  const { options, info } = host;
  const serveLive = createLiveServer(host);

  return function handleRequest(request, response): boolean {
    const target = requestTarget(request);
    const isLive = target?.pathname === options.livePath;
    if (target === undefined || !(isLive || target.pathname === options.statusPath)) return false;
    const { origin } = request.headers;
    const refuse = (refusal: Refusal): true => {
      host.onRefused(refusal);
      sendJson(response, refusal.status, refusalBody(refusal));
      return true;
    };
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('Allow', 'GET, HEAD');
      return refuse({ status: 405, code: 'unsupported', message: 'expected GET or HEAD' });
    }
    if (!isOriginAllowed(request, options.origins)) return refuse(ORIGIN_REFUSED);
    if (origin !== undefined) response.setHeader('Access-Control-Allow-Origin', origin);
    response.setHeader('Vary', 'Origin');
    if (!isLive) {
      sendJson(response, 200, JSON.stringify(host.status()));
      return true;
    }
    const refusal = codecRefusal(target, info) ?? host.admission();
    if (refusal !== undefined) return refuse(refusal);
    serveLive(request, response);
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
  return isOriginAllowed(request, options.origins) ? admission() : ORIGIN_REFUSED;
};

const createUpgradeHandler = (
  host: RouteHost,
  server: WebSocketServer,
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
        host.join(createWebSocketListener(webSocket, socket, config), options.burstSeconds);
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
    maxPayload: 1024,
  });
  return {
    handleRequest: createRequestHandler(host),
    handleUpgrade: createUpgradeHandler(host, server),
    dispose: () => server.close(),
  };
};
