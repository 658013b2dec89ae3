import type { Duplex } from 'node:stream';

/** Address and port of the other end of a connection, as far as it is one. */
export const remoteOf = (socket: Duplex): string => {
  const address = 'remoteAddress' in socket ? socket.remoteAddress : undefined;
  const port = 'remotePort' in socket ? socket.remotePort : undefined;
  return `${String(address ?? '?')}:${String(port ?? 0)}`;
};
