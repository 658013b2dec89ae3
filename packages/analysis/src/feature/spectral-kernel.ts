import { createSpectrumKernel } from '../spectrum/spectrum-kernel.js';
import { type StftOptions, stftSettings } from '../spectrum/stft-options.js';
import type { FrameKernel } from '../stage/feature.types.js';

/** What is made of the magnitudes of a frame. */
export interface SpectralMeasure {
  /** Values that it gives. */
  readonly size: number;
  measure(magnitudes: Float64Array, row: Float64Array): void;
}

/** Makes kernels that look at magnitudes; `create` gets the frequencies of the bins in Hz. */
export const planSpectral = (
  owner: string,
  options: StftOptions,
  create: (frequencies: Float64Array) => SpectralMeasure,
): ((sampleRate: number) => FrameKernel) => {
  const settings = stftSettings(owner, options);
  return (sampleRate) => {
    const spectrum = createSpectrumKernel(settings);
    const { bins, fftSize, framing } = spectrum;
    const frequencies = Float64Array.from({ length: bins }, (_, k) => (k * sampleRate) / fftSize);
    const magnitudes = new Float64Array(bins);
    const { size, measure } = create(frequencies);
    return {
      framing,
      size,
      process: (samples, offset, row): void => {
        spectrum.magnitude(samples, offset, magnitudes);
        measure(magnitudes, row);
      },
    };
  };
};

const TINY = 2.2250738585072014e-308;

/** The mean of `frequencies`, weighted by magnitudes; 0 without any. */
export const centroidOf = (magnitudes: Float64Array, frequencies: Float64Array): number => {
  let sum = 0;
  let moment = 0;
  for (let k = 0; k < magnitudes.length; k++) {
    const magnitude = magnitudes[k] ?? 0;
    sum += magnitude;
    moment += magnitude * (frequencies[k] ?? 0);
  }
  return sum > TINY ? moment / sum : 0;
};
