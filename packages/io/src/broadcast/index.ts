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
export type { AllowedOrigins } from './is-origin-allowed.js';
export { isOriginAllowed } from './is-origin-allowed.js';
export { prometheusText } from './prometheus-text.js';
export type { LabelledStatus } from './prometheus-text.js';
export { writeAtOnce } from './write-at-once.js';
export type { WebSocketMessage } from './web-socket-message.js';
export { webSocketMessage } from './web-socket-message.js';
