import type { IncomingMessage } from 'node:http';

/** Which web pages may listen. */
export type AllowedOrigins = 'same-host' | 'any' | readonly string[];

/**
 * Tells whether the page that a browser names in `Origin` may listen. Browsers always send it with a
 * WebSocket handshake and let any page open one, so the server has to look (RFC 6455, section 10.2).
 */
export const isOriginAllowed = (request: IncomingMessage, allowed: AllowedOrigins): boolean => {
  const { origin, host } = request.headers;
  if (origin === undefined || allowed === 'any') return true;
  if (allowed !== 'same-host') return allowed.includes(origin);
  return URL.canParse(origin) && new URL(origin).host === host;
};
