// The whole server
export { icecastServer } from './server/icecast-server.js';
export type {
  Fallback,
  IcecastEvent,
  IcecastMount,
  IcecastServer,
  IcecastServerOptions,
  IcecastStatus,
  MountOptions,
  MountStatus,
  PlayableStream,
  SourceEnd,
  SourceStatus,
} from './server/icecast-server.types.js';
// Sending to an Icecast
export { icecastClient } from './client/icecast-client.js';
export type { IcecastClientEvent, IcecastClientOptions } from './client/icecast-client.types.js';
// Listening to one
export { openIcecast } from './relay/open-icecast.js';
export type {
  IcecastInfo,
  IcecastRelay,
  IcecastRelayEvent,
  IcecastTitle,
  OpenIcecastOptions,
} from './relay/open-icecast.types.js';
