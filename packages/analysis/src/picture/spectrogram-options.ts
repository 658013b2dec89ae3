import { AudioFlowError, checkOptions } from '@audioflow/core';
import * as z from 'zod';
import {
  type StftOptions,
  type StftSettings,
  stftSettings,
  stftShape,
} from '../spectrum/stft-options.js';
import { type ColorMapName, colorMapNames } from './color-map.js';
import type { FrequencyAxis } from './frequency-scale.js';
import {
  type PictureOptions,
  type PictureSettings,
  pictureSettings,
  pictureShape,
} from './picture-options.js';

/** How a spectrogram is taken and drawn. */
export interface SpectrogramPictureOptions
  extends PictureOptions,
    Pick<StftOptions, 'fftSize' | 'windowLength' | 'window'> {
  /** By octaves, by the mel scale (Slaney's), or evenly. Default 'mel'. */
  readonly axis?: FrequencyAxis | undefined;
  /** In Hz. Default 0, and 20 on a logarithmic axis. */
  readonly minFrequency?: number | undefined;
  /** In Hz. Default: half the rate. */
  readonly maxFrequency?: number | undefined;
  /** What is brightest, in dB below a sine at full scale. Default: the loudest point of the picture, rounded up. */
  readonly maxDb?: number | undefined;
  /** How far below that is darkest, in dB. Default 80. */
  readonly rangeDb?: number | undefined;
  /** Default 'magma'. */
  readonly colorMap?: ColorMapName | undefined;
  /**
   * What a pixel shows of all bins and moments that it stands for: the loudest, so that no short event is lost, or the mean power, which
   * is true to steady noise. Default 'max'.
   */
  readonly combine?: 'max' | 'mean' | undefined;
}

/** {@link SpectrogramPictureOptions}, checked, for one rate. */
export interface SpectrogramPictureSettings {
  readonly picture: PictureSettings;
  readonly stft: StftSettings;
  readonly sampleRate: number;
  readonly axis: FrequencyAxis;
  readonly minFrequency: number;
  readonly maxFrequency: number;
  readonly maxDb: number | undefined;
  readonly rangeDb: number;
  readonly colorMap: ColorMapName;
  readonly combine: 'max' | 'mean';
}

const schema = z.strictObject({
  ...pictureShape,
  fftSize: stftShape.fftSize,
  windowLength: stftShape.windowLength,
  window: stftShape.window,
  axis: z.enum(['log', 'mel', 'linear']).default('mel'),
  minFrequency: z.number().nonnegative().optional(),
  maxFrequency: z.number().positive().optional(),
  maxDb: z.number().min(-300).max(300).optional(),
  rangeDb: z.number().min(1).max(400).default(80),
  colorMap: z.enum(colorMapNames).default('magma'),
  combine: z.enum(['max', 'mean']).default('max'),
});

/** Checks options for `owner`; answers what works them out for a rate. */
export const planSpectrogramPicture = (
  owner: string,
  options: SpectrogramPictureOptions,
): ((sampleRate: number) => SpectrogramPictureSettings) => {
  const checked = checkOptions(owner, schema, options);
  const { fftSize, windowLength, window, axis, maxDb, rangeDb, colorMap, combine } = checked;
  const picture = pictureSettings(owner, checked);
  const stft = stftSettings(owner, { fftSize, windowLength, window });
  return (sampleRate) => {
    const half = sampleRate / 2;
    const maxFrequency = checked.maxFrequency ?? half;
    const minFrequency = checked.minFrequency ?? (axis === 'log' ? Math.min(20, half / 10) : 0);
    if (maxFrequency > half || !(minFrequency < maxFrequency)) {
      throw new AudioFlowError(
        'invalid-option',
        `${owner}: expected minFrequency below maxFrequency, and that up to ${half} Hz, got ${minFrequency} and ${maxFrequency}`,
      );
    }
    if (axis === 'log' && minFrequency === 0) {
      throw new AudioFlowError(
        'invalid-option',
        `${owner}: expected a minFrequency above 0 Hz on a logarithmic axis, got 0`,
      );
    }
    const range = { axis, minFrequency, maxFrequency, maxDb, rangeDb, colorMap, combine };
    return { picture, stft, sampleRate, ...range };
  };
};
