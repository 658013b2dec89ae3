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
