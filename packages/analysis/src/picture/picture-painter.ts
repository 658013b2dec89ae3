import type { Samples } from '../stage/mono.js';
import type { RgbaImage } from './rgba-image.js';

/** Listens to audio of any length, and draws one picture of it. */
export interface PicturePainter {
  /** Takes samples, one plane per channel, of equal lengths. Those that are not finite count as 0. */
  push(channels: readonly Samples[]): void;
  /** The audio has ended: draws. To be called once. */
  finish(): RgbaImage;
}

/** Draws samples in memory, of one channel or planes of several, with the painter that `plan` makes for so many. */
export const paintSamples = (
  samples: Samples | readonly Samples[],
  plan: (size: { readonly channelCount: number; readonly length: number }) => PicturePainter,
): RgbaImage => {
  const planes =
    samples instanceof Float32Array || samples instanceof Float64Array ? [samples] : samples;
  const painter = plan({ channelCount: planes.length, length: planes[0]?.length ?? 0 });
  painter.push(planes);
  return painter.finish();
};
