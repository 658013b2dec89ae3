import { checkOptions } from '@audioflow/core';
import * as z from 'zod';
import type { FrameKernel } from '../stage/feature.types.js';
import { type PrecisionOptions, precisionShape } from '../stage/precision.js';
import type { SpectrumSource } from './shared-spectra.js';
import { createSingleKernel } from './single-kernel.js';
import { createSpectrumKernel } from './spectrum-kernel.js';
import { type StftOptions, stftSettings } from './stft-options.js';

/** How a spectrogram is taken, and what of. */
export interface SpectrogramOptions extends StftOptions, PrecisionOptions {
  /** 1 for magnitudes |X|, 2 for powers |X|^2. Default 2. */
  readonly power?: 1 | 2 | undefined;
}

const schema = z.strictObject({ ...precisionShape, power: z.literal([1, 2]).default(2) });

/** Makes the kernels of magnitudes or powers. */
export const planSpectrogram = (
  owner: string,
  options: SpectrogramOptions,
  source: SpectrumSource = createSpectrumKernel,
): (() => FrameKernel) => {
  const { power, precision, ...rest } = options;
  const checked = checkOptions(owner, schema, { power, precision });
  const settings = stftSettings(owner, rest);
  return () => {
    const output = checked.power === 2 ? 'power' : 'magnitude';
    const single = createSingleKernel(checked.precision, settings, { output });
    if (single) return single;
    const spectrum = source(settings);
    return {
      framing: spectrum.framing,
      size: spectrum.bins,
      process: checked.power === 2 ? spectrum.power : spectrum.magnitude,
    };
  };
};
