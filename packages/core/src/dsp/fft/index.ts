export type { RealFft } from './real-fft.js';
export { createRealFft } from './real-fft.js';
