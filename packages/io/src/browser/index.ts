export { createPlayer } from './create-player.js';
export { MsePlayer } from './mse-player.js';
export { pcmWorkletScript } from './pcm/pcm-worklet-script.js';
export { PcmPlayer } from './pcm-player.js';
export type {
  CreatePlayerOptions,
  MseOptions,
  MsePlayerOptions,
  PcmOptions,
  PcmPlayerOptions,
  PlayerEvents,
  PlayerOptions,
  PlayerState,
  PlayerStats,
  StreamTitle,
} from './player.types.js';
export type { ReconnectPolicy } from './reconnect-delay.js';
export type { StreamConfig } from './stream-message.js';
export type { StreamPlayer } from './stream-player.js';
