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
export { prometheusText } from './prometheus-text.js';
export type { LabelledStatus } from './prometheus-text.js';
export { writeAtOnce } from './write-at-once.js';
