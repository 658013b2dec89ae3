import { checkOptions } from '@audioflow/core';
import * as z from 'zod';
import { checkPlanes } from '../stage/check-planes.js';

/** Options of {@link createLevelMeter} and `levels`. */
export interface LevelOptions {
  /** Time between two readings, in ms. Default 50. */
  readonly intervalMs?: number | undefined;
  /** What 0 VU is: a sine whose peaks are so many dBFS. Default -18, EBU R 68. */
  readonly vuReference?: number | undefined;
}

/** What {@link createLevelMeter} takes. */
export interface LevelMeterInit extends LevelOptions {
  /** In Hz. */
  readonly sampleRate: number;
  readonly channelCount: number;
}

/** Levels of one interval, one value for each channel; -Infinity where there is no sound. */
export interface LevelReading {
  /** Where the interval ends, in samples. */
  readonly pts: number;
  /** In Hz: the unit of `pts`. */
  readonly sampleRate: number;
  /** Largest sample of the interval, in dBFS. */
  readonly peak: Float32Array;
  /** Root mean square of the interval, in dB of full scale: a sine at full scale is -3.01. */
  readonly rms: Float32Array;
  /** What a VU meter shows, in VU: the rectified mean, 99 % of a step in 300 ms. */
  readonly vu: Float32Array;
}

/** A meter of peaks, mean power and VU. */
export interface LevelMeter {
  /** Takes samples, one plane per channel. Those that are not finite count as 0. */
  push(channels: readonly Float32Array[], onReading: (reading: LevelReading) => void): void;
}

/** The shape of {@link LevelOptions}. */
export const levelShape: {
  readonly intervalMs: z.ZodDefault<z.ZodNumber>;
  readonly vuReference: z.ZodDefault<z.ZodNumber>;
} = {
  intervalMs: z.number().positive().default(50),
  vuReference: z.number().default(-18),
};

const schema = z.strictObject({
  ...levelShape,
  sampleRate: z.number().positive(),
  channelCount: z.int().positive(),
});

/** IEC 60268-17: 99 % of a step in 300 ms. */
const VU_SECONDS = 0.3 / Math.log(100);

const toDb = (value: number): number => 20 * Math.log10(value);

/**
 * Makes a meter of levels: peak, root mean square, and VU (IEC 60268-17) of each channel, every 50 ms.
 *
 * @throws AudioFlowError `invalid-option`.
 *
 * @example
 * import { createLevelMeter } from '@audioflow/analysis';
 * const meter = createLevelMeter({ sampleRate: 48000, channelCount: 1, intervalMs: 1000 });
 * const tone = Float32Array.from({ length: 48000 }, (_, i) => 0.125 * Math.sin(2 * Math.PI * i / 48));
 * meter.push([tone], ({ peak, rms, vu }) => console.log(peak[0].toFixed(1), rms[0].toFixed(1), vu[0].toFixed(1))); // -18.1 -21.1 -0.1
 */
export const createLevelMeter = (init: LevelMeterInit): LevelMeter => {
  const checked = checkOptions('createLevelMeter', schema, init);
  const { sampleRate, channelCount, intervalMs, vuReference } = checked;
  const rise = 1 - Math.exp(-1 / (sampleRate * VU_SECONDS));
  const peaks = new Float64Array(channelCount);
  const powers = new Float64Array(channelCount);
  const means = new Float64Array(channelCount);
  /** The mean of a rectified sine is 2 / pi of its peak. */
  const toVu = (mean: number): number => toDb((mean * Math.PI) / 2) - vuReference;
  let length = 0;
  let intervals = 0;
  let begin = 0;
  const endOf = (index: number): number =>
    Math.max(begin + 1, Math.round(((index + 1) * intervalMs * sampleRate) / 1000));
  let end = endOf(0);

  const take = (plane: Float32Array, channel: number): void => {
    let peak = peaks[channel] ?? 0;
    let power = powers[channel] ?? 0;
    let mean = means[channel] ?? 0;
    for (let i = 0; i < plane.length; i++) {
      const sample = plane[i] ?? 0;
      const x = sample - sample === 0 ? sample : 0;
      const magnitude = x < 0 ? -x : x;
      if (magnitude > peak) peak = magnitude;
      power += x * x;
      mean += rise * (magnitude - mean);
    }
    peaks[channel] = peak;
    powers[channel] = power;
    // A mean that dies away becomes silence rather than denormal numbers.
    means[channel] = mean < 1e-30 ? 0 : mean;
  };
  const read = (): LevelReading => {
    const samples = end - begin;
    return {
      pts: end,
      sampleRate,
      peak: Float32Array.from(peaks, toDb),
      rms: Float32Array.from(powers, (power) => toDb(Math.sqrt(power / samples))),
      vu: Float32Array.from(means, toVu),
    };
  };
  return {
    push: (channels, onReading): void => {
      checkPlanes('createLevelMeter', channels, channelCount);
      const count = channels[0]?.length ?? 0;
      for (let at = 0; at < count; ) {
        const to = Math.min(count, at + end - length);
        for (const [index, plane] of channels.entries()) take(plane.subarray(at, to), index);
        length += to - at;
        at = to;
        if (length < end) continue;
        onReading(read());
        peaks.fill(0);
        powers.fill(0);
        intervals += 1;
        begin = end;
        end = endOf(intervals);
      }
    },
  };
};
