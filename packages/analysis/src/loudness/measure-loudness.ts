import type { ChannelLayout } from '@audioflow/core';
import type { LoudnessMeterOptions, LoudnessSummary } from './loudness.types.js';
import { createLoudnessMeter } from './loudness-meter.js';

/** What {@link measureLoudness} takes beside the planes. */
export interface MeasureLoudnessInit extends LoudnessMeterOptions {
  /** In Hz, 4000 or more. */
  readonly sampleRate: number;
  readonly layout?: ChannelLayout | undefined;
}

/**
 * Measures the loudness of audio that is in memory.
 *
 * EBU R 128, EBU Tech 3341 and 3342, ITU-R BS.1770-4. For a stream there are `loudnessSummary` and `loudnessSink`.
 *
 * @param channels One plane per channel, of equal lengths. Samples that are not finite count as 0.
 * @throws AudioFlowError `invalid-option` on a rate below 4000 Hz, no channels, or weights of another number.
 *
 * @example
 * import { measureLoudness } from '@audioflow/analysis';
 * const tone = Float32Array.from({ length: 240000 }, (_, i) => Math.sin(2 * Math.PI * i * 997 / 48000));
 * console.log(measureLoudness([tone], { sampleRate: 48000 }).integrated.toFixed(2)); // -3.01
 * console.log(measureLoudness([new Float32Array(48000)], { sampleRate: 48000 }).integrated); // -Infinity
 */
export const measureLoudness = (
  channels: readonly Float32Array[],
  init: MeasureLoudnessInit,
): LoudnessSummary => {
  const meter = createLoudnessMeter({ ...init, channelCount: channels.length });
  meter.push(channels);
  return meter.finish();
};
