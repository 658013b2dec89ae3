import { AudioFlowError } from '../error/index.js';
import type { ChannelLayout } from './channel-layout.js';

/**
 * Decoded audio: planar Float32 samples, nominal range -1..1. Immutable by habit and shared freely:
 * who wants to change samples makes new arrays.
 */
export interface AudioFrame {
  readonly kind: 'pcm';
  /** Sample rate in Hz. */
  readonly sampleRate: number;
  /** One plane per channel, all of `length` samples. */
  readonly channels: readonly Float32Array[];
  /** Samples per channel. */
  readonly length: number;
  /** Presentation time: an integer, in samples at `sampleRate`. */
  readonly pts: number;
  /** Speaker positions; the default follows from the channel count. */
  readonly layout?: ChannelLayout;
  /** When the first sample was captured: ms since the epoch, monotonic. Live sources only. */
  readonly capturedAt?: number;
}

/** Of this realm or another: test runners and frames have arrays of their own. */
const isFloat32Array = (value: unknown): value is Float32Array =>
  Object.prototype.toString.call(value) === '[object Float32Array]';

/** What {@link createFrame} takes beside the planes. */
export interface FrameInit {
  readonly sampleRate: number;
  /** Default 0. */
  readonly pts?: number;
  readonly layout?: ChannelLayout;
  readonly capturedAt?: number;
}

/**
 * Makes a frame from planes, checked.
 *
 * @param channels One Float32Array per channel, equal lengths, at least one.
 * @throws AudioFlowError `invalid-option` on a bad rate, pts or planes.
 *
 * @example
 * import { createFrame } from '@audioflow/core';
 * const frame = createFrame([new Float32Array(480)], { sampleRate: 48000, pts: 960 });
 * console.log(frame.length, frame.pts); // 480 960
 */
export const createFrame = (channels: readonly Float32Array[], init: FrameInit): AudioFrame => {
  const { sampleRate, pts = 0 } = init;
  const fail = (expected: string, came: unknown): never => {
    throw new AudioFlowError('invalid-option', `createFrame: expected ${expected}, got ${came}`);
  };
  if (!(Number.isFinite(sampleRate) && sampleRate > 0)) fail('a sampleRate above 0 Hz', sampleRate);
  if (!Number.isSafeInteger(pts)) fail('an integer pts in samples', pts);
  const first = channels[0];
  if (first === undefined) return fail('at least one channel', 'none');
  for (const plane of channels) {
    if (!isFloat32Array(plane)) fail('Float32Array planes', typeof plane);
    if (plane.length !== first.length) {
      fail(`planes of equal length (${first.length})`, `one of ${plane.length}`);
    }
  }
  const length = first.length;
  const frame: AudioFrame = { kind: 'pcm', sampleRate, channels, length, pts };
  if (init.layout === undefined && init.capturedAt === undefined) return frame;
  return {
    ...frame,
    ...(init.layout === undefined ? {} : { layout: init.layout }),
    ...(init.capturedAt === undefined ? {} : { capturedAt: init.capturedAt }),
  };
};
