import type { Samples } from '../stage/mono.js';
import { type DecibelOptions, toDecibels } from './to-decibels.js';

/**
 * Amplitudes in decibels, as librosa's `amplitude_to_db`: 20 log10(max(amin, a)) - 20 log10(ref), at most `topDb` below
 * the largest of all that are given. NaN counts as `amin`.
 *
 * @throws AudioFlowError `invalid-option`.
 *
 * @example
 * import { amplitudeToDb } from '@audioflow/analysis';
 * console.log(amplitudeToDb(Float32Array.of(1, 10, 0), { ref: 'max' }).join(' ')); // -20 0 -80
 */
export const amplitudeToDb = (values: Samples, options: DecibelOptions = {}): Float64Array =>
  toDecibels(values, options, { owner: 'amplitudeToDb', amin: 1e-5, factor: 20 });
