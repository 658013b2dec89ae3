import { AudioFlowError, checkOptions } from '@audioflow/core';
import * as z from 'zod';

const { floor, min } = Math;

/** Options of {@link analyserBytes}: names and defaults are those of an `AnalyserNode`. */
export interface AnalyserRange {
  /** What becomes 0, in dB. Default -100. */
  readonly minDecibels?: number | undefined;
  /** What becomes 255, in dB. Default -30. */
  readonly maxDecibels?: number | undefined;
}

const schema = z.strictObject({
  minDecibels: z.number().default(-100),
  maxDecibels: z.number().default(-30),
});

/**
 * Makes bytes of decibels as `getByteFrequencyData` does: 0 at `minDecibels`, 255 at `maxDecibels`, cut off outside, rounded down.
 *
 * @throws AudioFlowError `invalid-option` on a range that is none.
 *
 * @example
 * import { analyserBytes } from '@audioflow/analysis';
 * console.log([...analyserBytes([-Infinity, -100, -65, -30, 0])].join(' ')); // 0 0 127 255 255
 */
export const analyserBytes = (
  decibels: ArrayLike<number>,
  range: AnalyserRange = {},
): Uint8Array => {
  const { minDecibels, maxDecibels } = checkOptions('analyserBytes', schema, range);
  if (!(minDecibels < maxDecibels)) {
    throw new AudioFlowError(
      'invalid-option',
      `analyserBytes: expected minDecibels below maxDecibels, got ${minDecibels} and ${maxDecibels}`,
    );
  }
  const scale = 255 / (maxDecibels - minDecibels);
  return Uint8Array.from({ length: decibels.length }, (_, i) => {
    const value = floor(scale * ((decibels[i] ?? 0) - minDecibels));
    return value > 0 ? min(255, value) : 0;
  });
};
