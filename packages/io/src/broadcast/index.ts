export type {
  BroadcastCodec,
  BroadcastEvent,
  Broadcaster,
  BroadcasterOptions,
  BroadcastStatus,
  BroadcastTitle,
  EndReason,
  JoinRate,
  LeaveReason,
  ListenerKind,
  ListenerStatus,
} from './broadcast.types.js';
export { broadcaster } from './broadcaster.js';
