export { continuousTime } from './continuous-time.js';
export { gain } from './gain.js';
export type { MixMatrix } from './mix-matrix.js';
export { passThrough } from './pass-through.js';
export { remix } from './remix.js';
export type { RemixOptions } from './remix.js';
export { resample } from './resample.js';
export type { ResampleOptions } from './resample.js';
