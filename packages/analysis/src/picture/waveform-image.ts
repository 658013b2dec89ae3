import type { OfflineInit } from '../stage/feature.js';
import type { Samples } from '../stage/mono.js';
import { encodePng } from './encode-png.js';
import { paintSamples } from './picture-painter.js';
import type { RgbaImage } from './rgba-image.js';
import type { WaveformPictureOptions } from './waveform-options.js';
import { planWaveformPainter } from './waveform-painter.js';

/** What {@link waveformImage} takes beside the samples. */
export interface WaveformImageInit extends WaveformPictureOptions, OfflineInit {}

const paint = (
  owner: string,
  samples: Samples | readonly Samples[],
  { sampleRate, ...options }: WaveformImageInit,
): RgbaImage => {
  const plan = planWaveformPainter(owner, options);
  return paintSamples(samples, (size) => plan({ sampleRate, ...size }));
};

/**
 * The waveform of samples in memory as pixels, for a canvas: what {@link waveformImage} puts into a file.
 *
 * @throws AudioFlowError `invalid-option`.
 *
 * @example
 * import { waveformPixels } from '@audioflow/analysis/picture';
 * const { width, height } = waveformPixels(new Float32Array(16000), { sampleRate: 16000, width: 200, height: 64, labels: false });
 * console.log(width, height); // 200 64
 */
export const waveformPixels = (
  samples: Samples | readonly Samples[],
  init: WaveformImageInit,
): RgbaImage => paint('waveformPixels', samples, init);

/**
 * The waveform of samples in memory, as the bytes of a PNG file: the smallest and the largest sample of each column of pixels, the root
 * mean square within, and in red where samples clip or are not finite. Channels stand one below the other.
 *
 * @param samples One channel, or planes of several.
 * @throws AudioFlowError `invalid-option`, also for a picture of more than 16 million pixels, and one too small for its texts.
 *
 * @example
 * import { waveformImage } from '@audioflow/analysis/picture';
 * const left = Float32Array.from({ length: 48000 }, (_, i) => 0.5 * Math.sin(i / 50));
 * const png = waveformImage([left, left.map((x) => 3 * x)], { sampleRate: 48000, width: 600, height: 200 });
 * console.log(png[0], png[1], png[2], png[3]); // 137 80 78 71
 */
export const waveformImage = (
  samples: Samples | readonly Samples[],
  init: WaveformImageInit,
): Uint8Array<ArrayBuffer> => encodePng(paint('waveformImage', samples, init));
