import { createSimdSpectra, type SimdSpectraInit } from '@audioflow/core/dsp';
import type { FrameKernel } from '../stage/feature.types.js';
import type { StftSettings } from './stft-options.js';

/**
 * Makes a kernel in single precision, by blocks of frames; undefined where double precision is wanted, or has to do, since the runtime or the
 * size is not for it.
 */
export const createSingleKernel = (
  precision: 'double' | 'single',
  { framing, window }: StftSettings,
  what: Omit<SimdSpectraInit, 'window' | 'hopLength'>,
): FrameKernel | undefined => {
  if (precision === 'double') return undefined;
  const spectra = createSimdSpectra({ ...what, window, hopLength: framing.hopLength });
  if (!spectra) return undefined;
  const { rowSize: size, limit, rows, process, processInto, extremes } = spectra;
  const first = rows.subarray(0, size);
  return {
    framing,
    size,
    process: (samples, offset, row): void => {
      process(samples, offset, 1);
      row.set(first);
    },
    block: {
      rows: Array.from({ length: limit }, (_, k) => rows.subarray(k * size, (k + 1) * size)),
      process,
      processInto,
      extremes,
    },
  };
};
