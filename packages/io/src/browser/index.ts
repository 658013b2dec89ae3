export { MsePlayer } from './mse-player.js';
export type {
  MsePlayerEvents,
  MsePlayerOptions,
  PlayerState,
  PlayerStats,
} from './mse-player.types.js';
export type { ReconnectPolicy } from './reconnect-delay.js';
export type { StreamConfig } from './stream-message.js';
