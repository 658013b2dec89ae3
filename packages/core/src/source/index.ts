export { fromFrames } from './from-frames.js';
export { noise } from './noise.js';
export type { NoiseOptions } from './noise.js';
export type { SignalOptions } from './signal-options.js';
export { silence } from './silence.js';
export { sine } from './sine.js';
export type { SineOptions } from './sine.js';
export { tune } from './tune.js';
export type { TuneOptions } from './tune.js';
