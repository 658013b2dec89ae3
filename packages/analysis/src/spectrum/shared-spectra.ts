import { createSpectrumKernel, type SpectrumKernel } from './spectrum-kernel.js';
import type { StftSettings } from './stft-options.js';

/** Makes what a spectral feature begins with: {@link createSpectrumKernel}, or one that several features share. */
export type SpectrumSource = (settings: StftSettings) => SpectrumKernel;

/** Spectra of one framing and one window for several features. */
export interface SharedSpectra {
  /** Between one frame and the next. */
  next(): void;
  /** The same kernel for all: the settings have to be equal. */
  readonly source: SpectrumSource;
}

/** Makes what transforms a frame once, whoever asks for its spectrum, its powers or its magnitudes. */
export const createSharedSpectra = (
  create: SpectrumSource = createSpectrumKernel,
): SharedSpectra => {
  let shared: SpectrumKernel | undefined;
  let hasPowers = false;
  let hasMagnitudes = false;
  const share = (settings: StftSettings): SpectrumKernel => {
    const kernel = create(settings);
    const { bins } = kernel;
    const powers = new Float64Array(bins);
    const magnitudes = new Float64Array(bins);
    const transform = (samples: Float64Array, offset: number): void => {
      if (hasPowers) return;
      kernel.power(samples, offset, powers);
      hasPowers = true;
    };
    return {
      ...kernel,
      transform,
      power: (samples, offset, out): void => {
        transform(samples, offset);
        out.set(powers);
      },
      magnitude: (samples, offset, out): void => {
        transform(samples, offset);
        if (!hasMagnitudes) {
          for (let k = 0; k < bins; k++) magnitudes[k] = Math.sqrt(powers[k] ?? 0);
          hasMagnitudes = true;
        }
        out.set(magnitudes);
      },
    };
  };
  return {
    next: (): void => {
      hasPowers = false;
      hasMagnitudes = false;
    },
    source: (settings) => {
      shared ??= share(settings);
      return shared;
    },
  };
};
