import { writeSync } from 'node:fs';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';

const STANDARD_STREAMS = 2;

/** The descriptor of a plain TCP connection, where Node tells: it stands in a field that is not documented. */
const descriptorOf = (socket: Duplex): number | undefined => {
  if (process.platform === 'win32' || !(socket instanceof Socket) || socket instanceof TLSSocket)
    return undefined;
  const handle: unknown = Reflect.get(socket, '_handle');
  const fd: unknown = handle instanceof Object ? Reflect.get(handle, 'fd') : undefined;
  return typeof fd === 'number' && fd > STANDARD_STREAMS ? fd : undefined;
};

/** What the kernel takes at once: nothing where it has no room, or where the connection is no more. */
const taken = (fd: number, bytes: Uint8Array): number => {
  try {
    return writeSync(fd, bytes);
  } catch {
    // Whatever it is, the stream meets it too, and has its own ways to tell.
    return 0;
  }
};

/**
 * Writes to a socket by the shortest way: while nothing waits before, straight into the kernel. A write through the stream costs several
 * objects and a tick. What the kernel does not take goes through the stream, in order, and `onWritten` is called when it has gone.
 */
export const writeAtOnce = (socket: Duplex, bytes: Uint8Array, onWritten: () => void): void => {
  const fd = socket.writableLength > 0 || !socket.writable ? undefined : descriptorOf(socket);
  const sent = fd === undefined ? 0 : taken(fd, bytes);
  if (sent < bytes.length) socket.write(bytes.subarray(sent), onWritten);
};
