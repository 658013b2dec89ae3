import { writeSync } from 'node:fs';
import type { Socket } from 'node:net';

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
 * Writes to a socket by the shortest way: with its descriptor, and while nothing waits before, straight
 * into the kernel. A write through the stream costs several objects and a tick, as much as a third of a
 * broadcast. What the kernel does not take goes through the stream, in order.
 *
 * @param fd The descriptor of `socket`, which must be writable, or undefined where there is none.
 */
export const writeAtOnce = (socket: Socket, fd: number | undefined, bytes: Uint8Array): void => {
  const sent = fd === undefined || socket.writableLength > 0 ? 0 : taken(fd, bytes);
  if (sent < bytes.length) socket.write(sent === 0 ? bytes : bytes.subarray(sent));
};
