// Sending
export { ingestClient } from './ingest-client.js';
export type {
  IngestClientEvent,
  IngestClientOptions,
  ReconnectOptions,
} from './ingest-client.types.js';
// Receiving
export { ingestServer } from './ingest-server.js';
export type {
  IngestServer,
  IngestServerOptions,
  IngestStats,
  IngestStream,
} from './ingest-server.types.js';
// The protocol
export type { IngestInfo } from './hello.js';
export type { RefusalReason } from './reply.js';
