import { AudioFlowError } from '@audioflow/core';
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

/** Refuses planes of another number or of unequal lengths. */
export const checkPlanes = (
  owner: string,
  planes: readonly Samples[],
  channelCount: number,
): void => {
  const length = planes[0]?.length ?? 0;
  if (planes.length === channelCount && planes.every((plane) => plane.length === length)) return;
  throw new AudioFlowError(
    'invalid-option',
    `${owner}: expected ${channelCount} plane(s) of equal lengths, got ${planes.length} of ${planes.map((plane) => plane.length).join(', ')}`,
  );
};
