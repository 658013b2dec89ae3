import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';

/** The TCP connection under a socket. A TLS socket has it as `_parent`, if it was made from one. */
const transportOf = (socket: Duplex): Duplex => {
  const parent: unknown = socket instanceof TLSSocket ? Reflect.get(socket, '_parent') : undefined;
  return parent instanceof Socket ? parent : socket;
};

/**
 * Ends a connection with a TCP reset, TLS too. After a plain `destroy` the kernel keeps up to 4 MB of
 * unsent bytes (the maximum of `tcp_wmem`) until the peer has read them, which a stalled peer never does.
 */
export const resetSocket = (socket: Duplex): void => {
  if (socket.destroyed) return;
  const transport = transportOf(socket);
  try {
    if (transport instanceof Socket) transport.resetAndDestroy();
  } catch {
    // Only TCP handles can be reset: pipes are destroyed.
  }
  socket.destroy();
};
