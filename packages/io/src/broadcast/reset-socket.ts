import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/**
 * Ends a connection with a TCP reset. After a plain `destroy` the kernel keeps up to 4 MB of unsent
 * bytes (the maximum of `tcp_wmem`) until the peer has read them, which a stalled peer never does.
 */
export const resetSocket = (socket: Duplex): void => {
  if (socket.destroyed) return;
  try {
    if (socket instanceof Socket) socket.resetAndDestroy();
    else socket.destroy();
  } catch {
    // Only plain TCP handles can be reset: TLS and pipes are destroyed.
    socket.destroy();
  }
};
