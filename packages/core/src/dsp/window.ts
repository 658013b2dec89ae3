import { AudioFlowError } from '../error/index.js';
import { kaiserWindow } from './kaiser.js';

/** Windows by name. */
export type WindowName =
  | 'hann'
  | 'hamming'
  | 'blackman'
  | 'nuttall'
  | 'blackman-harris'
  | 'flat-top'
  | 'bartlett'
  | 'rectangular'
  | 'kaiser';

/** Options of {@link createWindow}. */
export interface WindowOptions {
  /**
   * Periodic, for spectra: what a window one sample longer has without its last. Symmetric, for filters: both
   * ends are equal. Default false: periodic.
   */
  readonly symmetric?: boolean | undefined;
  /** Shape of 'kaiser'. Default 8.6. */
  readonly beta?: number | undefined;
}

/** Sums of cosines: the n-th cosine's weight, with alternating signs. */
const cosines: ReadonlyMap<string, readonly number[]> = new Map([
  ['hann', [0.5, 0.5]],
  ['hamming', [0.54, 0.46]],
  ['blackman', [0.42, 0.5, 0.08]],
  ['nuttall', [0.3635819, 0.4891775, 0.1365995, 0.0106411]],
  ['blackman-harris', [0.35875, 0.48829, 0.14128, 0.01168]],
  ['flat-top', [0.21557895, 0.41663158, 0.277263158, 0.083578947, 0.006947368]],
]);

const { abs, cos, PI } = Math;

const sumOfCosines =
  (weights: readonly number[]) =>
  (place: number): number => {
    let sum = 0;
    for (let n = 0; n < weights.length; n++) {
      const weight = weights[n] ?? 0;
      sum += (n % 2 === 0 ? weight : -weight) * cos(2 * PI * n * place);
    }
    return sum;
  };

const shapeOf = (name: string, beta: number): ((place: number) => number) | undefined => {
  const weights = cosines.get(name);
  if (weights) return sumOfCosines(weights);
  if (name === 'bartlett') return (place) => 1 - abs(2 * place - 1);
  if (name === 'rectangular') return () => 1;
  if (name === 'kaiser') return (place) => kaiserWindow(2 * place - 1, beta);
  return undefined;
};

/**
 * Makes a window: what a stretch of samples is multiplied with before its spectrum is taken.
 *
 * Coefficients as in F. J. Harris, "On the use of windows for harmonic analysis", 1978, and A. H. Nuttall, 1981 (the four-term
 * window of -98 dB); `hamming` has 0.54 and 0.46, `blackman` 0.42, 0.5 and 0.08.
 *
 * @param name Its shape.
 * @param length Samples.
 * @throws AudioFlowError `invalid-option` on an unknown name, or a length that is no positive integer.
 *
 * @example
 * import { createWindow } from '@audioflow/core/dsp';
 * console.log([...createWindow('hann', 4)].map((x) => x.toFixed(2)).join(' ')); // 0.00 0.50 1.00 0.50
 * console.log([...createWindow('hann', 3, { symmetric: true })].map((x) => x.toFixed(2)).join(' ')); // 0.00 1.00 0.00
 */
export const createWindow = (
  name: WindowName,
  length: number,
  options: WindowOptions = {},
): Float64Array => {
  const { symmetric = false, beta = 8.6 } = options;
  if (!Number.isSafeInteger(length) || length < 1) {
    throw new AudioFlowError(
      'invalid-option',
      `createWindow: expected a length of at least 1, got ${length}`,
    );
  }
  const shape = shapeOf(name, beta);
  if (!shape) {
    throw new AudioFlowError(
      'invalid-option',
      `createWindow: expected the name of a window, got ${name}`,
    );
  }
  if (length === 1) return Float64Array.of(1);
  const span = symmetric ? length - 1 : length;
  const window = new Float64Array(length);
  for (let n = 0; n < length; n++) window[n] = shape(n / span);
  return window;
};
