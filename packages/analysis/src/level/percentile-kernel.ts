import { checkOptions } from '@audioflow/core';
import * as z from 'zod';
import type { SpectrumSource } from '../spectrum/shared-spectra.js';
import { planSpectrogram } from '../spectrum/spectrogram-kernel.js';
import type { StftOptions } from '../spectrum/stft-options.js';
import type { FrameKernel } from '../stage/feature.types.js';
import { percentileOf } from './percentile-of.js';

/** Options of {@link percentileLevel}. */
export interface PercentileLevelOptions extends StftOptions {
  /** From 0 to 100. Default 90. */
  readonly percent?: number | undefined;
}

const schema = z.strictObject({ percent: z.number().min(0).max(100).default(90) });

/** Makes the kernels of a percentile of magnitudes. */
export const planPercentile = (
  owner: string,
  options: PercentileLevelOptions,
  source?: SpectrumSource,
): (() => FrameKernel) => {
  const { percent, ...rest } = options;
  const checked = checkOptions(owner, schema, { percent });
  const planMagnitudes = planSpectrogram(owner, { ...rest, power: 1 }, source);
  return () => {
    const magnitudes = planMagnitudes();
    const bins = new Float64Array(magnitudes.size);
    return {
      framing: magnitudes.framing,
      size: 1,
      process: (samples, offset, row): void => {
        magnitudes.process(samples, offset, bins);
        row[0] = percentileOf(bins, checked.percent);
      },
    };
  };
};
