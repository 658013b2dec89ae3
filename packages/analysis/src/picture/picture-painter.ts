import type { Samples } from '../stage/mono.js';
import type { RgbaImage } from './rgba-image.js';

/** Listens to audio of any length, and draws one picture of it. */
export interface PicturePainter {
  /** Takes samples, one plane per channel, of equal lengths. Those that are not finite count as 0. */
  push(channels: readonly Samples[]): void;
  /** The audio has ended: draws. To be called once. */
  finish(): RgbaImage;
}

/** Samples of one channel, or planes of several. */
export const planesOf = (samples: Samples | readonly Samples[]): readonly Samples[] =>
  samples instanceof Float32Array || samples instanceof Float64Array ? [samples] : samples;
