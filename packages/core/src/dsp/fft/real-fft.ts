import { AudioFlowError } from '../../error/index.js';
import { createSingleRealFft } from '../simd/single-real-fft.js';
import { createDoubleRealFft } from './double-real-fft.js';
import type { RealFft, SinglePrecisionRealFft } from './real-fft.types.js';

/** Options of {@link createRealFft}. */
export interface RealFftOptions<P extends 'double' | 'single' = 'double' | 'single'> {
  /** Default 'double'. */
  readonly precision?: P | undefined;
}

/**
 * Plans a discrete Fourier transform of real samples, of any size.
 *
 * In double precision sizes whose primes are 2, 3 and 5 (400, 512, 1920...) go by mixed-radix passes over half as many complex numbers; any
 * other by Bluestein's chirps, at some five times the cost if even and ten if odd. A plan is made once and used often: it allocates nothing.
 *
 * `precision: 'single'` takes and gives Float32Array. Multiples of 8 from 32 to 16384 whose primes are 2, 3 and 5 go by WebAssembly with SIMD where the runtime has
 * it, several times as quick; all else is done in double precision, and rounded.
 *
 * @param size Samples, at least 1.
 * @throws AudioFlowError `invalid-option` when the size is no positive integer, or on another precision.
 *
 * @example
 * import { createRealFft } from '@audioflow/core/dsp';
 * const fft = createRealFft(8);
 * const re = new Float64Array(fft.bins);
 * const im = new Float64Array(fft.bins);
 * fft.forward(Float64Array.of(1, 0, -1, 0, 1, 0, -1, 0), re, im);
 * console.log(re.join(' ')); // 0 0 4 0 0
 *
 * const quick = createRealFft(400, { precision: 'single' });
 * const spectrum = [new Float32Array(quick.bins), new Float32Array(quick.bins)];
 * quick.forward(new Float32Array(400).fill(1), spectrum[0], spectrum[1]);
 * console.log(spectrum[0][0]); // 400
 */
export function createRealFft(size: number, options?: RealFftOptions<'double'>): RealFft;
export function createRealFft(
  size: number,
  options: RealFftOptions<'single'> & { readonly precision: 'single' },
): SinglePrecisionRealFft;
export function createRealFft(
  size: number,
  options: RealFftOptions = {},
): RealFft | SinglePrecisionRealFft {
  const { precision = 'double' } = options;
  if (!Number.isSafeInteger(size) || size < 1) {
    throw new AudioFlowError(
      'invalid-option',
      `createRealFft: expected a size of at least 1, got ${size}`,
    );
  }
  if (precision !== 'double' && precision !== 'single') {
    throw new AudioFlowError(
      'invalid-option',
      `createRealFft: expected the precision 'double' or 'single', got ${precision}`,
    );
  }
  return precision === 'single' ? createSingleRealFft(size) : createDoubleRealFft(size);
}
