import { checkOptions } from '@audioflow/core';
import * as z from 'zod';
import type { FrameKernel } from '../stage/feature.types.js';
import { type PrecisionOptions, precisionShape } from '../stage/precision.js';
import { createSingleKernel } from './single-kernel.js';
import { createSpectrumKernel } from './spectrum-kernel.js';
import { type StftOptions, stftSettings } from './stft-options.js';

const schema = z.strictObject(precisionShape);

/** Checks options; answers what makes kernels whose rows are the real parts of all bins, then the imaginary ones. */
export const planStft = (
  owner: string,
  options: StftOptions & PrecisionOptions,
): (() => FrameKernel) => {
  const { precision, ...rest } = options;
  const checked = checkOptions(owner, schema, { precision });
  const settings = stftSettings(owner, rest);
  return () => {
    const single = createSingleKernel(checked.precision, settings, { output: 'complex' });
    if (single) return single;
    const { framing, bins, re, im, transform } = createSpectrumKernel(settings);
    return {
      framing,
      size: 2 * bins,
      process: (samples, offset, row): void => {
        transform(samples, offset);
        row.set(re);
        row.set(im, bins);
      },
    };
  };
};
