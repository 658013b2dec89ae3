import type { OfflineInit } from '../stage/feature.js';
import type { Samples } from '../stage/mono.js';
import { encodePng } from './encode-png.js';
import { paintSamples } from './picture-painter.js';
import type { RgbaImage } from './rgba-image.js';
import type { SpectrogramPictureOptions } from './spectrogram-options.js';
import { planSpectrogramPainter } from './spectrogram-painter.js';

/** What {@link spectrogramImage} takes beside the samples. */
export interface SpectrogramImageInit extends SpectrogramPictureOptions, OfflineInit {
  /** Which of several channels to look at, from 0. Default: the mean of all. */
  readonly channel?: number | undefined;
}

const paint = (
  owner: string,
  samples: Samples | readonly Samples[],
  { sampleRate, channel, ...options }: SpectrogramImageInit,
): RgbaImage => {
  const plan = planSpectrogramPainter(owner, options);
  return paintSamples(samples, (size) => plan({ sampleRate, channel, ...size }));
};

/**
 * A spectrogram of samples in memory as pixels, for a canvas: what {@link spectrogramImage} puts into a file.
 *
 * @throws AudioFlowError `invalid-option`.
 *
 * @example
 * import { spectrogramPixels } from '@audioflow/analysis/picture';
 * const tone = Float32Array.from({ length: 16000 }, (_, i) => Math.sin((2 * Math.PI * 1000 * i) / 16000));
 * const { width, data } = spectrogramPixels(tone, { sampleRate: 16000, width: 200, height: 128, labels: false, axis: 'linear' });
 * const row = 128 * (1 - 1000 / 8000) - 1;
 * const red = (y) => data[4 * (y * width + 100)];
 * console.log(red(row) > 200, red(20)); // true 0
 */
export const spectrogramPixels = (
  samples: Samples | readonly Samples[],
  init: SpectrogramImageInit,
): RgbaImage => paint('spectrogramPixels', samples, init);

/**
 * A spectrogram of samples in memory, as the bytes of a PNG file.
 *
 * Levels are in dB below a sine at full scale. Of all bins and moments that a pixel stands for it shows the loudest (or the mean power:
 * `combine`); rows lower than a bin lie between two. Nothing gives an empty picture, silence a dark one.
 *
 * @param samples One channel, or planes of several, which are averaged.
 * @throws AudioFlowError `invalid-option`, also for a picture of more than 16 million pixels, and one too small for its texts.
 *
 * @example
 * import { spectrogramImage } from '@audioflow/analysis/picture';
 * const sweep = Float32Array.from({ length: 32000 }, (_, i) => Math.sin(0.00004 * i * i));
 * const png = spectrogramImage(sweep, { sampleRate: 16000, width: 600, height: 300, axis: 'log', title: 'A sweep' });
 * console.log(png[0], png[1], png[2], png[3]); // 137 80 78 71
 */
export const spectrogramImage = (
  samples: Samples | readonly Samples[],
  init: SpectrogramImageInit,
): Uint8Array<ArrayBuffer> => encodePng(paint('spectrogramImage', samples, init));
