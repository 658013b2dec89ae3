import { createBluestein } from './bluestein.js';
import type { ComplexFft } from './complex-fft.types.js';
import { isSmooth } from './is-smooth.js';
import { createStockham } from './stockham.js';

/** Plans a complex transform of any size: mixed radix where 2, 3 and 5 are its only primes, else by chirps. */
export const createComplexFft = (size: number): ComplexFft =>
  isSmooth(size) ? createStockham(size) : createBluestein(size);
