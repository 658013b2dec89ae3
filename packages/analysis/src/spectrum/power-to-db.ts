import type { Samples } from '../stage/mono.js';
import { type DecibelOptions, toDecibels } from './to-decibels.js';

/**
 * Powers in decibels, as librosa's `power_to_db`: 10 log10(max(amin, p)) - 10 log10(ref), at most `topDb` below the
 * largest of all that are given. NaN counts as `amin`.
 *
 * @throws AudioFlowError `invalid-option`.
 *
 * @example
 * import { powerToDb } from '@audioflow/analysis';
 * console.log(powerToDb(Float32Array.of(1, 100, 1e-12)).join(' ')); // 0 20 -60
 */
export const powerToDb = (values: Samples, options: DecibelOptions = {}): Float64Array =>
  toDecibels(values, options, { owner: 'powerToDb', amin: 1e-10, factor: 10 });
