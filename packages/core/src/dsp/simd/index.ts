export { createSimdSpectra } from './simd-spectra.js';
export type { BinBands, SimdSpectra, SimdSpectraInit } from './simd-spectra.types.js';
