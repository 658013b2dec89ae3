import type { IncomingMessage } from 'node:http';
import { isOriginAllowed } from '@audioflow/io/broadcast';
import type { ResolvedServiceOptions } from './service-options.js';

/** Why a request is not served. */
export interface Refusal {
  readonly status: number;
  readonly message: string;
}

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)$/i;

const hostNameOf = (host: string | undefined): string => {
  const url = `http://${host}`;
  return host !== undefined && URL.canParse(url) ? new URL(url).hostname : '';
};

/**
 * A page whose name leads to this machine only since its owner says so (DNS rebinding) is of the same origin as what it asks: only the name in
 * `Host` tells it from a page of ours.
 */
export const checkHost = (
  { headers }: IncomingMessage,
  { host, hosts }: ResolvedServiceOptions,
): Refusal | undefined => {
  const name = hostNameOf(headers.host);
  if (hosts?.includes(name) || LOOPBACK.test(name)) return undefined;
  if (hosts === undefined && !LOOPBACK.test(host)) return undefined;
  return { status: 403, message: `this service is not called ${name || 'that'}` };
};

/** Browsers let any page open a WebSocket, and say which one does. */
export const checkOrigin = (
  request: IncomingMessage,
  { origins }: ResolvedServiceOptions,
): Refusal | undefined =>
  isOriginAllowed(request, origins)
    ? undefined
    : { status: 403, message: `pages of ${request.headers.origin} may not connect` };
