// The whole server
export { icecastServer } from './icecast-server.js';
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
} from './icecast-server.types.js';
// Sending to an Icecast
export { icecastClient } from './icecast-client.js';
export type { IcecastClientEvent, IcecastClientOptions } from './icecast-client.types.js';
// Listening to one
export { openIcecast } from './open-icecast.js';
export type {
  IcecastInfo,
  IcecastRelay,
  IcecastRelayEvent,
  IcecastTitle,
  OpenIcecastOptions,
} from './open-icecast.types.js';
