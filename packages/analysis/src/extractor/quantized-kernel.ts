import { AudioFlowError, checkOptions } from '@audioflow/core';
import * as z from 'zod';
import type { SpectrumSource } from '../spectrum/shared-spectra.js';
import type { StftSettings } from '../spectrum/stft-options.js';
import type { FrameKernel } from '../stage/feature.types.js';
import type { QuantizedOptions } from './extractor.types.js';

const schema = z.strictObject({
  levels: z.int().min(2).max(256).default(256),
  scale: z.enum(['decibels', 'linear']).default('decibels'),
  minDb: z.number().negative().optional(),
  max: z.number().positive().optional(),
  halfLife: z.number().positive().optional(),
});

const { floor, max, min, log10 } = Math;

/** What quantized kernels are made with. */
export interface QuantizedMaking {
  readonly settings: StftSettings;
  readonly source: SpectrumSource;
}

/** Checks options for `owner`; answers what makes kernels whose rows are whole numbers, 0 to levels - 1. */
export const planQuantized = (
  owner: string,
  options: QuantizedOptions,
  { settings, source }: QuantizedMaking,
): ((sampleRate: number) => FrameKernel) => {
  const { levels, scale, ...rest } = checkOptions(owner, schema, options);
  const wrong = scale === 'linear' ? rest.minDb : (rest.max ?? rest.halfLife);
  if (wrong !== undefined) {
    throw new AudioFlowError(
      'invalid-option',
      `${owner}: quantized: expected ${scale === 'linear' ? 'max and halfLife' : 'minDb'} only with scale '${scale}', got ${wrong}`,
    );
  }
  const { minDb = -90, max: given, halfLife = 5 } = rest;
  // A sine of amplitude 1 has half the sum of the window in its bin.
  const fullScale = settings.window.reduce((sum, w) => sum + w, 0) / 2;
  const top = levels - 1;
  return (sampleRate) => {
    const spectrum = source(settings);
    const { bins, framing } = spectrum;
    const fall = 0.5 ** (framing.hopLength / sampleRate / halfLife);
    const least = (fullScale * 10 ** (minDb / 20)) ** 2;
    let running = 0;
    const linear = (samples: Float64Array, offset: number, row: Float64Array): void => {
      spectrum.magnitude(samples, offset, row);
      running *= fall;
      for (let k = 0; k < bins; k++) running = max(running, row[k] ?? 0);
      const most = given ?? running;
      for (let k = 0; k < bins; k++) {
        row[k] = most > 0 ? floor(min(1, (row[k] ?? 0) / most) * top) : 0;
      }
    };
    const decibels = (samples: Float64Array, offset: number, row: Float64Array): void => {
      spectrum.power(samples, offset, row);
      for (let k = 0; k < bins; k++) {
        const power = row[k] ?? 0;
        const part = power > least ? 1 - (10 * log10(power / fullScale ** 2)) / minDb : 0;
        row[k] = floor(min(1, part) * top);
      }
    };
    return { framing, size: bins, process: scale === 'linear' ? linear : decibels };
  };
};
