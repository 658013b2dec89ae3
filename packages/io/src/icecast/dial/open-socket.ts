import { connect, isIP, type Socket } from 'node:net';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';

/** Where a socket leads. */
export interface SocketTarget {
  readonly host: string;
  readonly port: number;
  /** Absent: no TLS. */
  readonly tls?: ConnectionOptions | undefined;
}

/** Begins to connect, with TLS or without; what is written goes out once it is connected. */
export const openSocket = ({ host, port, tls }: SocketTarget): Socket => {
  if (tls === undefined) return connect({ host, port, noDelay: true });
  // A server name must be a name.
  const name = isIP(host) === 0 ? { servername: host } : {};
  const socket = connectTls({ ...name, ...tls, host, port });
  socket.setNoDelay(true);
  return socket;
};
