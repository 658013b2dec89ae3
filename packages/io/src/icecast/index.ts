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
