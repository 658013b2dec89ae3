import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { AudioFlowError } from '@audioflow/core';
import { type Refusal, refuseUpgrade } from '../../broadcast/refusal.js';
import { requestTarget } from '../../broadcast/request-target.js';
import { serveWithoutUpgrade } from '../../broadcast/serve-without-upgrade.js';
import { answerAdmin } from './answer-admin.js';
import type { Mount } from './create-mount.js';
import { icecastMetrics } from './icecast-metrics.js';
import type { ServerSettings } from './icecast-options.js';
import type { IcecastStatus, MountStatus } from './icecast-server.types.js';
import { icestats } from './icestats.js';
import { remoteOf } from './remote-of.js';
import { sendText } from './send-text.js';

/** What the routes need of the server. */
export interface RoutesHost {
  readonly settings: ServerSettings;
  readonly mounts: ReadonlyMap<string, Mount>;
  status(): IcecastStatus;
  /** Over all mounts. */
  listeners(): number;
  /** Whether the address may ask once more. */
  mayAsk(address: string): boolean;
  report(error: AudioFlowError): void;
  onRefused(refusal: Refusal, remote: string): void;
}

interface HttpRoutes {
  handleRequest(request: IncomingMessage, response: ServerResponse): void;
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
}

const STATUS = '/status.json';
const WS = '/ws';
const refusal = (status: number, message: string): Refusal => ({
  status,
  code: status === 503 ? 'unavailable' : status === 429 ? 'limit-exceeded' : 'unsupported',
  message,
});
const TOO_OFTEN = refusal(429, 'too many requests of this address: try again later');
const NOT_HERE = refusal(404, 'there is nothing here');
const NOTHING_ON = refusal(503, 'nothing has been on this mount yet: try again later');
const FULL = refusal(503, 'all places for listeners are taken: try again later');

/** A mount as strangers may see it: not who its source is. */
const toPublic = ({ source, ...mount }: MountStatus): object => {
  if (source === undefined) return mount;
  const { remote: _, userAgent: __, ...rest } = source;
  return { ...mount, source: rest };
};

/** The HTTP and WebSocket paths of a radio server. */
export const createHttpRoutes = (host: RoutesHost): HttpRoutes => {
  const { settings, mounts } = host;
  const defaultMount = mounts.get(settings.defaultMount);

  const mountAt = (path: string, folder: string): Mount | undefined =>
    path.startsWith(`${folder}/`) ? mounts.get(path.slice(folder.length)) : undefined;
  const refuse = (request: IncomingMessage, response: ServerResponse, why: Refusal): void => {
    host.onRefused(why, remoteOf(request.socket));
    if (why.status === 503 || why.status === 429) response.setHeader('Retry-After', '5');
    sendText(response, why.status, { body: `${why.message}\n` });
  };
  /** Why nobody can listen to a mount now, if so. */
  const admission = (mount: Mount | undefined): Refusal | undefined => {
    if (mount === undefined) return NOT_HERE;
    if (mount.air.caster === undefined) return NOTHING_ON;
    return host.listeners() < settings.maxListeners ? undefined : FULL;
  };
  const statusText = (): string => {
    const { mounts, ...server } = host.status();
    const all = Object.fromEntries(Object.entries(mounts).map(([at, one]) => [at, toPublic(one)]));
    // At the top the figures of the default mount, as its broadcaster gives them.
    const { broadcast } = mounts[settings.defaultMount] ?? {};
    return JSON.stringify({ ...broadcast, server, mounts: all });
  };

  /** Documents that the server writes itself. */
  const documents: Readonly<Record<string, () => readonly [type: string, body: string]>> = {
    [STATUS]: () => ['application/json; charset=utf-8', statusText()],
    '/status-json.xsl': () => ['application/json; charset=utf-8', icestats(host.status(), mounts)],
    '/metrics': () => ['text/plain; version=0.0.4; charset=utf-8', icecastMetrics(host.status())],
  };
  const serveDocument = (
    document: () => readonly [type: string, body: string],
    request: IncomingMessage,
    response: ServerResponse,
  ): Refusal | undefined => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('Allow', 'GET, HEAD');
      return refusal(405, 'expected GET or HEAD');
    }
    const [type, body] = document();
    sendText(response, 200, { type, body });
    return undefined;
  };
  const serveMount = (
    mount: Mount,
    request: IncomingMessage,
    response: ServerResponse,
  ): Refusal | undefined => {
    const why = admission(mount);
    if (why !== undefined && request.method !== 'HEAD') return why;
    const isServed = mount.air.caster?.handleRequest(request, response) === true;
    return isServed ? undefined : (why ?? NOT_HERE);
  };
  const fail = (request: IncomingMessage, response: ServerResponse, cause: unknown): void => {
    const message = `icecastServer: answering ${request.method} failed: ${String(cause)}`;
    host.report(new AudioFlowError('invalid-state', message, { cause }));
    if (response.headersSent) response.destroy();
    else sendText(response, 500, { body: 'something went wrong here\n' });
  };
  /** Answers, or says why not. */
  const route = (request: IncomingMessage, response: ServerResponse): Refusal | undefined => {
    if (!host.mayAsk(request.socket.remoteAddress ?? '?')) return TOO_OFTEN;
    const path = requestTarget(request)?.pathname;
    if (path === undefined) return refusal(400, 'expected a path');
    const document = Object.hasOwn(documents, path) ? documents[path] : undefined;
    if (document !== undefined) return serveDocument(document, request, response);
    if (path.startsWith('/admin/')) return answerAdmin({ settings, mounts }, request, response);
    const mount = mounts.get(path) ?? mountAt(path, STATUS);
    if (mount !== undefined) return serveMount(mount, request, response);
    if (settings.onRequest === undefined) return NOT_HERE;
    void Promise.resolve(settings.onRequest(request, response)).catch((cause: unknown) =>
      fail(request, response, cause),
    );
    return undefined;
  };

  const handleRequest = (request: IncomingMessage, response: ServerResponse): void => {
    response.on('error', () => undefined);
    try {
      const why = route(request, response);
      if (why !== undefined) refuse(request, response, why);
    } catch (cause) {
      fail(request, response, cause);
    }
  };

  return {
    handleRequest,
    handleUpgrade: (request, socket, head) => {
      socket.on('error', () => socket.destroy());
      const plain = serveWithoutUpgrade(request, socket);
      if (plain !== undefined) {
        handleRequest(request, plain);
        return;
      }
      const target = requestTarget(request);
      const path = target?.pathname ?? '';
      const mount = path === WS ? defaultMount : mountAt(path, WS);
      const mayAsk = host.mayAsk(request.socket.remoteAddress ?? '?');
      const why = mayAsk ? admission(mount) : TOO_OFTEN;
      if (mount === undefined || why !== undefined) {
        host.onRefused(why ?? NOT_HERE, remoteOf(request.socket));
        refuseUpgrade(socket, why ?? NOT_HERE);
        return;
      }
      request.url = `${WS}${mount.path}${target?.search ?? ''}`;
      mount.air.caster?.handleUpgrade(request, socket, head);
    },
  };
};
