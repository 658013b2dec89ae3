import type { Server } from 'node:http';
import { AudioFlowError } from '@audioflow/core';

const reasonOf = (cause: Error): string => {
  const code = 'code' in cause ? cause.code : undefined;
  if (code === 'EADDRINUSE') return 'it is in use: end the other program, or take another port';
  if (code === 'EACCES') return 'it needs more rights: take a port above 1023';
  return cause.message;
};

/** Listens, and resolves to the port: that asked for, or a free one for 0. */
export const listenOn = (server: Server, host: string, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', (cause) => {
      const message = `port ${port} on ${host} cannot be used: ${reasonOf(cause)}`;
      reject(new AudioFlowError('unavailable', message, { cause }));
    });
    server.listen(port, host, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
