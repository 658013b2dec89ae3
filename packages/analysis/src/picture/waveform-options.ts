import { checkOptions } from '@audioflow/core';
import * as z from 'zod';
import {
  type PictureOptions,
  type PictureSettings,
  pictureSettings,
  pictureShape,
} from './picture-options.js';

/** How a waveform is drawn. */
export interface WaveformPictureOptions extends PictureOptions {
  /** The level at the edge of the plot, 1 for full scale; 'max' for the loudest sample. Default 1. */
  readonly maxLevel?: number | 'max' | undefined;
  /** Samples that reach this level up or down are marked in red. Default 32767 / 32768: full scale of 16 bits. */
  readonly clipLevel?: number | undefined;
}

/** {@link WaveformPictureOptions}, checked. */
export interface WaveformPictureSettings {
  readonly picture: PictureSettings;
  readonly maxLevel: number | 'max';
  readonly clipLevel: number;
}

const schema = z.strictObject({
  ...pictureShape,
  maxLevel: z.union([z.number().positive(), z.literal('max')]).default(1),
  clipLevel: z
    .number()
    .positive()
    .default(32_767 / 32_768),
});

/** Checks options for `owner`. */
export const waveformPictureSettings = (
  owner: string,
  options: WaveformPictureOptions,
): WaveformPictureSettings => {
  const checked = checkOptions(owner, schema, options);
  const { maxLevel, clipLevel } = checked;
  return { picture: pictureSettings(owner, checked), maxLevel, clipLevel };
};
