export { besselI0 } from './bessel-i0.js';
export { createContinuity } from './continuity.js';
export type {
  Continuity,
  ContinuityOptions,
  ContinuityVerdict,
  DiscontinuityPolicy,
} from './continuity.js';
export { kaiserBeta, kaiserLength, kaiserWindow } from './kaiser.js';
export { rateRatio, resampledLength } from './rate-ratio.js';
export type { RateRatio } from './rate-ratio.js';
export { createResampler } from './resampler.js';
export type { Resampler, ResamplerInit, ResamplerQuality } from './resampler.js';
