/**
 * How long a number of samples lasts.
 *
 * @returns Seconds.
 *
 * @example
 * import { samplesToSeconds } from '@audioflow/core';
 * console.log(samplesToSeconds(24000, 48000)); // 0.5
 */
export const samplesToSeconds = (samples: number, sampleRate: number): number =>
  samples / sampleRate;

/**
 * The number of samples nearest to a time.
 *
 * @returns An integer.
 *
 * @example
 * import { secondsToSamples } from '@audioflow/core';
 * console.log(secondsToSamples(0.02, 44100)); // 882
 */
export const secondsToSamples = (seconds: number, sampleRate: number): number =>
  Math.round(seconds * sampleRate);
