import { checkOptions } from '@audioflow/core';
import type { SimdSpectraInit } from '@audioflow/core/dsp';
import * as z from 'zod';
import type { SpectrumSource } from '../spectrum/shared-spectra.js';
import { createSingleKernel } from '../spectrum/single-kernel.js';
import { createSpectrumKernel } from '../spectrum/spectrum-kernel.js';
import { type StftOptions, stftSettings } from '../spectrum/stft-options.js';
import type { FrameKernel } from '../stage/feature.types.js';
import { type PrecisionOptions, precisionShape } from '../stage/precision.js';
import { fastLog10 } from './fast-log10.js';
import { type MelOptions, melFilterbank, melShape } from './mel-filterbank.js';

/** How a mel spectrogram is taken. Defaults are librosa's. */
export interface MelSpectrogramOptions extends StftOptions, MelOptions, PrecisionOptions {
  /** What the bands add up: 1 for magnitudes |X|, 2 for powers |X|^2. Default 2. */
  readonly power?: 1 | 2 | undefined;
}

/** Options of `melSpectrogram` and `melSpectrogramOf`. */
export interface MelBandsOptions extends MelSpectrogramOptions {
  /**
   * Bands as `scale` log10(max(band, floor)), in the precision of the rest: `{ scale: 10, floor: 1e-10 }` gives decibels, without a floor below the loudest. Default: as they are.
   */
  readonly logarithm?: { readonly scale: number; readonly floor: number } | undefined;
}

const logarithmSchema = z.strictObject({
  scale: z.number().positive().max(1e9),
  floor: z.number().min(1.2e-38).max(1e9),
});

const schema = z.strictObject({
  ...melShape,
  ...precisionShape,
  power: z.literal([1, 2]).default(2),
});

/** What mel kernels are made with. */
export interface MelMaking {
  readonly logarithm?: SimdSpectraInit['logarithm'];
  /** Default {@link createSpectrumKernel}. */
  readonly source?: SpectrumSource | undefined;
}

/**
 * Makes the kernels of a mel spectrogram, or of `scale` times log10 of its bands, none of them below `floor`. Shift and gain are for blocks in single precision alone: in double
 * precision logarithms stay as they are.
 */
export const planMelLogarithms = (
  owner: string,
  options: MelSpectrogramOptions,
  { logarithm, source = createSpectrumKernel }: MelMaking,
): ((sampleRate: number) => FrameKernel) => {
  const { melCount, minFrequency, maxFrequency, melScale, melNorm, power, precision, ...rest } =
    options;
  const mel = { melCount, minFrequency, maxFrequency, melScale, melNorm };
  const checked = checkOptions(owner, schema, { ...mel, power, precision });
  const settings = stftSettings(owner, rest);
  return (sampleRate) => {
    const bank = melFilterbank({ ...mel, sampleRate, fftSize: settings.framing.frameLength });
    const output = checked.power === 2 ? 'power' : 'magnitude';
    const { bands } = bank;
    const single = createSingleKernel(checked.precision, settings, { output, bands, logarithm });
    if (single) return single;
    const spectrum = source(settings);
    const take = spectrum[output];
    const bins = new Float64Array(spectrum.bins);
    return {
      framing: spectrum.framing,
      size: bank.size,
      process: (samples, offset, row): void => {
        take(samples, offset, bins);
        bank.apply(bins, row);
        if (!logarithm) return;
        const { scale, floor } = logarithm;
        for (let m = 0; m < bank.size; m++) {
          const band = row[m] ?? 0;
          row[m] = scale * fastLog10(band > floor ? band : floor);
        }
      },
    };
  };
};

/** Makes the kernels of a mel spectrogram. */
export const planMel = (
  owner: string,
  { logarithm, ...options }: MelBandsOptions,
  source?: SpectrumSource,
): ((sampleRate: number) => FrameKernel) =>
  planMelLogarithms(owner, options, {
    source,
    logarithm: logarithm && checkOptions(`${owner}: logarithm`, logarithmSchema, logarithm),
  });
