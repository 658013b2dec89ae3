import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';

const STANDARD_STREAMS = 2;

/**
 * The file descriptor of a plain TCP connection, where the platform has one and Node tells: it stands in a
 * field that is not documented. Undefined for TLS, whose bytes must not be written past it, and on Windows.
 */
export const socketDescriptor = (socket: Duplex): number | undefined => {
  if (process.platform === 'win32' || !(socket instanceof Socket) || socket instanceof TLSSocket)
    return undefined;
  const handle: unknown = Reflect.get(socket, '_handle');
  // Not by `instanceof`: in another realm, such as that of a test, handles are of no `Object`.
  const fd: unknown =
    typeof handle === 'object' && handle !== null ? Reflect.get(handle, 'fd') : undefined;
  return typeof fd === 'number' && fd > STANDARD_STREAMS ? fd : undefined;
};
