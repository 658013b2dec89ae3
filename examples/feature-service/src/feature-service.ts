import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type FeatureHandlerOptions, featureHandler } from '@audioflow/analysis/extractor';
import { readAudio } from '@audioflow/io';
import { nodeHandler } from './node-handler.js';

/** A service that runs. */
export interface FeatureService {
  readonly port: number;
  close(): Promise<void>;
}

/** Where it listens, and what it allows. */
export interface ServiceOptions extends Omit<FeatureHandlerOptions, 'decode'> {
  readonly host?: string;
  readonly port?: number;
}

const listen = async (server: Server, port: number, host: string): Promise<number> => {
  server.listen(port, host);
  await once(server, 'listening');
  const address = server.address();
  return address === null || typeof address === 'string' ? port : address.port;
};

/** Starts the service: POST audio of any format, get its features. */
export const startService = async (options: ServiceOptions = {}): Promise<FeatureService> => {
  const { host = '127.0.0.1', port = 0, ...limits } = options;
  const handle = featureHandler({
    ...limits,
    decode: (body, { signal }) => readAudio(body, { signal }),
  });
  const server = createServer(nodeHandler(handle));
  const bound = await listen(server, port, host);
  return {
    port: bound,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
};
