export type { RealFftOptions } from './real-fft.js';
export { createRealFft } from './real-fft.js';
export type { RealFft, SinglePrecisionRealFft } from './real-fft.types.js';
