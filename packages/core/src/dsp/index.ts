export { besselI0 } from './bessel-i0.js';
export { createContinuity } from './continuity.js';
export type {
  Continuity,
  ContinuityOptions,
  ContinuityVerdict,
  DiscontinuityPolicy,
} from './continuity.js';
export type { FormatWatch } from './format-watch.js';
export { createFormatWatch } from './format-watch.js';
export type { RealFft, RealFftOptions, SinglePrecisionRealFft } from './fft/index.js';
export { createRealFft } from './fft/index.js';
export { kaiserBeta, kaiserLength, kaiserWindow } from './kaiser.js';
export { rateRatio, resampledLength } from './rate-ratio.js';
export type { RateRatio } from './rate-ratio.js';
export { createResampler } from './resampler.js';
export type { Resampler, ResamplerInit, ResamplerQuality } from './resampler.js';
export type {
  BinBands,
  SimdFrames,
  SimdLogarithm,
  SimdSpectra,
  SimdSpectraInit,
} from './simd/index.js';
export { createSimdSpectra } from './simd/index.js';
export type { WindowName, WindowOptions } from './window.js';
export { createWindow } from './window.js';
