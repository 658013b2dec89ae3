import type { IncomingMessage } from 'node:http';

/** Which web pages may connect: those of the host that is asked, all, or those of the origins named. */
export type AllowedOrigins = 'same-host' | 'any' | readonly string[];

/**
 * Tells whether the page that a browser names in `Origin` may connect. Browsers always send it with a
 * WebSocket handshake and let any page open one, so the server has to look (RFC 6455, section 10.2). Without the header it is no page, and may.
 *
 * @example
 * import { isOriginAllowed } from '@audioflow/io/broadcast';
 * const headers = { host: 'radio.example:8000', origin: 'http://radio.example:8000' };
 * console.log(isOriginAllowed({ headers }, 'same-host'), isOriginAllowed({ headers }, ['https://other.example'])); // true false
 */
export const isOriginAllowed = (
  request: Pick<IncomingMessage, 'headers'>,
  allowed: AllowedOrigins,
): boolean => {
  const { origin, host } = request.headers;
  if (origin === undefined || allowed === 'any') return true;
  if (allowed !== 'same-host') return allowed.includes(origin);
  return URL.canParse(origin) && new URL(origin).host === host;
};
