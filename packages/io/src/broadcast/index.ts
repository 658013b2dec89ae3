export type {
  BroadcastCodec,
  BroadcastEvent,
  Broadcaster,
  BroadcasterOptions,
  BroadcastStatus,
  EndReason,
  LeaveReason,
  ListenerKind,
  ListenerStatus,
} from './broadcast.types.js';
export { broadcaster } from './broadcaster.js';
