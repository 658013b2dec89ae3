import { checkOptions } from '@audioflow/core';
import * as z from 'zod';
import { createSpectrumKernel } from '../spectrum/spectrum-kernel.js';
import { type StftOptions, stftSettings } from '../spectrum/stft-options.js';
import type { FeaturePlan } from '../stage/feature.js';
import { type MelOptions, melFilterbank, melShape } from './mel-filterbank.js';

/** How a mel spectrogram is taken. Defaults are librosa's. */
export interface MelSpectrogramOptions extends StftOptions, MelOptions {
  /** What the bands add up: 1 for magnitudes |X|, 2 for powers |X|^2. Default 2. */
  readonly power?: 1 | 2 | undefined;
}

const schema = z.strictObject({ ...melShape, power: z.literal([1, 2]).default(2) });

/** Makes the kernels of a mel spectrogram. */
export const planMel: FeaturePlan<MelSpectrogramOptions> = (owner, options) => {
  const { melCount, minFrequency, maxFrequency, melScale, melNorm, power, ...rest } = options;
  const mel = { melCount, minFrequency, maxFrequency, melScale, melNorm };
  const checked = checkOptions(owner, schema, { ...mel, power });
  const settings = stftSettings(owner, rest);
  return (sampleRate) => {
    const spectrum = createSpectrumKernel(settings);
    const bank = melFilterbank({ ...mel, sampleRate, fftSize: spectrum.fftSize });
    const take = checked.power === 2 ? spectrum.power : spectrum.magnitude;
    const bins = new Float64Array(spectrum.bins);
    return {
      framing: spectrum.framing,
      size: bank.size,
      process: (samples, offset, row): void => {
        take(samples, offset, bins);
        bank.apply(bins, row);
      },
    };
  };
};
