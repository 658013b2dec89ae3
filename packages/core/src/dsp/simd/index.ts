export { createSimdSpectra } from './simd-spectra.js';
export type {
  BinBands,
  SimdFrames,
  SimdLogarithm,
  SimdSpectra,
  SimdSpectraInit,
} from './simd-spectra.types.js';
