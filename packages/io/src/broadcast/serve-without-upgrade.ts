import { type IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/**
 * A response to a request that offered another protocol than WebSocket. `Upgrade: h2c`, as Java's client
 * and curl send it, is an offer that may be ignored (RFC 9110, section 7.8), but Node hands such a request
 * over without a response. Undefined where there is no such offer.
 */
export const serveWithoutUpgrade = (
  request: IncomingMessage,
  socket: Duplex,
): ServerResponse | undefined => {
  const offers = String(request.headers.upgrade).toLowerCase();
  if (offers.includes('websocket') || !(socket instanceof Socket)) return undefined;
  const response = new ServerResponse(request);
  response.shouldKeepAlive = false;
  response.assignSocket(socket);
  socket.on('error', () => socket.destroy());
  // Nothing but the end is expected from this peer any more.
  socket.once('end', () => socket.end()).resume();
  // Not only its half: a peer that stays would keep the connection for ever.
  response.once('finish', () => socket.destroySoon());
  return response;
};
