import type { AddressInfo, Server } from 'node:net';
import { AudioFlowError } from '@audioflow/core';

/** Listens; rejects with `unavailable` where the port cannot be had. */
export const listenOn = (
  server: Server,
  host: string,
  port: number,
): Promise<{ readonly host: string; readonly port: number }> =>
  new Promise((resolve, reject) => {
    const fail = (cause: Error): void => {
      const message = `icecastServer: port ${port} on ${host} cannot be used: ${reasonOf(cause)}`;
      reject(new AudioFlowError('unavailable', message, { cause, details: { host, port } }));
    };
    server.once('error', fail);
    // Many come at once when a programme begins: the kernel keeps them until they are accepted.
    server.listen({ host, port, backlog: 4096 }, () => {
      server.off('error', fail);
      const address: AddressInfo | string | null = server.address();
      const isPort = typeof address === 'object' && address !== null;
      resolve(isPort ? { host: address.address, port: address.port } : { host, port });
    });
  });

const reasonOf = (cause: Error): string => {
  const code = 'code' in cause ? cause.code : undefined;
  if (code === 'EADDRINUSE') return 'it is in use: end the other program, or take another port';
  if (code === 'EACCES') return 'it needs more rights: take a port above 1023';
  return cause.message;
};
