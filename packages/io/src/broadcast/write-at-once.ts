import { writeSync } from 'node:fs';
import type { Duplex } from 'node:stream';
import { socketDescriptor } from './socket-descriptor.js';

/** What the kernel takes at once: nothing where it has no room, or where the connection is no more. */
const taken = (fd: number, bytes: Uint8Array): number => {
  try {
    return writeSync(fd, bytes);
  } catch {
    // Whatever it is, the socket meets it too, and has its own ways to tell.
    return 0;
  }
};

/**
 * Writes to a socket by the shortest way: while nothing waits before, straight into the kernel. In plain words: the same
 * bytes for thousands of sockets, without the objects and the tick that a write through each stream costs.
 *
 * What the kernel does not take goes through the stream, in order, and is kept there: look at `socket.writableLength` before
 * you write more. So does everything to TLS, to other streams than sockets, and on Windows. Errors of the
 * connection come as the socket's own events.
 *
 * @param bytes Not to be changed until they are written.
 * @param onWritten Called once the stream has written its part; not when all went into the kernel at once.
 *
 * @example
 * import { connect, createServer } from 'node:net';
 * import { text } from 'node:stream/consumers';
 * import { writeAtOnce } from '@audioflow/io/broadcast';
 * const server = createServer((socket) => {
 *   writeAtOnce(socket, Buffer.from('now '));
 *   writeAtOnce(socket, Buffer.from('playing'));
 *   socket.end();
 * });
 * await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
 * const address = server.address();
 * const port = typeof address === 'object' ? address?.port : undefined;
 * console.log(await text(connect(port ?? 0, '127.0.0.1'))); // now playing
 * server.close();
 */
export const writeAtOnce = (socket: Duplex, bytes: Uint8Array, onWritten?: () => void): void => {
  const isFree = socket.writable && socket.writableLength === 0;
  const fd = isFree ? socketDescriptor(socket) : undefined;
  const sent = fd === undefined ? 0 : taken(fd, bytes);
  if (sent < bytes.length) socket.write(sent === 0 ? bytes : bytes.subarray(sent), onWritten);
};
