import { type AudioFrame, checkOptions } from '@audioflow/core';
import type { OperatorFunction } from 'rxjs';
import * as z from 'zod';
import { checkChannel } from '../stage/check-channel.js';
import { type OfflineInit, splitStage } from '../stage/feature.js';
import type { FrameKernel } from '../stage/feature.types.js';
import type { FeatureStageOptions } from '../stage/feature-options.js';
import { createKernelRows } from '../stage/kernel-rows.js';
import type { Emit } from '../stage/measurement.js';
import { measuring } from '../stage/measuring.js';
import type { Samples } from '../stage/mono.js';
import { type OnsetStrengthOptions, planOnsetStrength } from './onset-kernel.js';
import { onsetStrengthOf } from './onset-strength.js';
import { isPeak, peakWindows, pickPeaks } from './pick-peaks.js';

/** Options of {@link onsets}. */
export interface OnsetOptions extends OnsetStrengthOptions {
  /** How far a peak stands above its surroundings, as a part of the largest strength. Default 0.07. */
  readonly delta?: number | undefined;
}

/** Options of {@link onsetsOf}. */
export interface OnsetOfflineOptions extends OnsetOptions {
  /** Go back to where the strength began to rise. Default false. */
  readonly backtrack?: boolean | undefined;
}

/** Where a sound begins. */
export interface Onset {
  /** In samples. */
  readonly pts: number;
  /** In Hz: the unit of `pts`. */
  readonly sampleRate: number;
  /** In dB: see `onsetStrength`. */
  readonly strength: number;
}

const schema = z.strictObject({ delta: z.number().nonnegative().default(0.07) });
const offlineSchema = schema.extend({ backtrack: z.boolean().default(false) });

const begin = (
  first: AudioFrame,
  kernel: FrameKernel,
  { channel, delta }: { readonly channel?: number | undefined; readonly delta: number },
) => {
  checkChannel('onsets', first.channels.length, channel);
  const { sampleRate, pts } = first;
  const { hopLength } = kernel.framing;
  const windows = peakWindows(sampleRate, hopLength, delta);
  const behind = Math.max(windows.preMax, windows.preMean);
  const rows = createKernelRows(kernel);
  /** The last strengths; `offset` is the frame of the first of them. */
  let strengths: number[] = [];
  let offset = 0;
  let next = 0;
  let largest = 0;

  /** Judges the frames whose surroundings are there. */
  const judge = (emit: Emit<Onset>, isLast: boolean): void => {
    const ready = offset + strengths.length - (isLast ? 0 : windows.postMean - 1);
    for (; next < ready; next++) {
      const at = next - offset;
      largest = Math.max(largest, strengths[at] ?? 0);
      if (!isPeak(strengths, at, { ...windows, delta: delta * largest })) continue;
      if (largest === 0) continue;
      emit({ pts: pts + next * hopLength, sampleRate, strength: strengths[at] ?? 0 });
      next += windows.wait;
    }
    const spare = next - behind - offset;
    if (spare > 256) {
      strengths = strengths.slice(spare);
      offset += spare;
    }
  };
  const take = (emit: Emit<Onset>) => (row: Samples) => {
    strengths.push(row[0] ?? 0);
    judge(emit, false);
  };
  return {
    push: (frame: AudioFrame, emit: Emit<Onset>) => rows.push(frame.channels, channel, take(emit)),
    flush: (emit: Emit<Onset>): void => {
      rows.flush(take(emit));
      judge(emit, true);
    },
  };
};

/**
 * Where sounds begin in a stream: each onset as soon as the 100 ms after it are there.
 *
 * A peak of the strength that is the largest of 30 ms before it and stands above the mean of 100 ms on both sides by `delta` of the largest
 * strength up to now. {@link onsetsOf} goes by the largest of all.
 *
 * @throws AudioFlowError as `stft`.
 *
 * @example
 * import { createFrame, fromFrames, run } from '@audioflow/core';
 * import { onsets } from '@audioflow/analysis';
 * const clicks = new Float32Array(44100).map((_, i) => (i % 11025 < 200 && i > 9000 ? Math.sin(i) : 0));
 * const frame = createFrame([clicks], { sampleRate: 22050 });
 * await run(fromFrames([frame]).pipe(onsets()), {
 *   write: ({ pts, sampleRate }) => console.log((pts / sampleRate).toFixed(2)), // 0.51 1.00 1.51
 * });
 */
export const onsets = (
  options: OnsetOptions & FeatureStageOptions = {},
): OperatorFunction<AudioFrame, Onset> => {
  const { stage, rest } = splitStage('onsets', options);
  const { delta: given, ...strength } = rest;
  const { delta } = checkOptions('onsets', schema, { delta: given });
  const plan = planOnsetStrength('onsets', strength);
  const { channel } = stage;
  return measuring('onsets', stage, (first) =>
    begin(first, plan(first.sampleRate), { channel, delta }),
  );
};

/** The latest place at or before each peak where the strength began to rise. */
const rewind = (peaks: readonly number[], strengths: Float64Array): number[] => {
  const lows: number[] = [0];
  for (let i = 1; i < strengths.length - 1; i++) {
    const value = strengths[i] ?? 0;
    if (value <= (strengths[i - 1] ?? 0) && value < (strengths[i + 1] ?? 0)) lows.push(i);
  }
  return peaks.map((peak) => lows.findLast((low) => low <= peak) ?? 0);
};

/**
 * Where sounds begin in samples in memory: as librosa's `onset_detect`.
 *
 * @throws AudioFlowError `invalid-option`.
 *
 * @example
 * import { onsetsOf } from '@audioflow/analysis';
 * const clicks = new Float32Array(44100).map((_, i) => (i % 11025 < 200 && i > 9000 ? Math.sin(i) : 0));
 * const found = onsetsOf(clicks, { sampleRate: 22050 });
 * console.log(found.map(({ pts }) => (pts / 22050).toFixed(2)).join(' ')); // 0.51 1.02 1.51
 */
export const onsetsOf = (samples: Samples, init: OnsetOfflineOptions & OfflineInit): Onset[] => {
  const { delta, backtrack, ...strength } = init;
  const checked = checkOptions('onsetsOf', offlineSchema, { delta, backtrack });
  const { data, hopLength, sampleRate } = onsetStrengthOf(samples, strength);
  const least = data.reduce((low, x) => Math.min(low, x), Number.POSITIVE_INFINITY);
  const largest = data.reduce((high, x) => Math.max(high, x), 0) - least;
  if (!(largest > 0)) return [];
  const scaled = Float64Array.from(data, (x) => (x - least) / largest);
  const peaks = pickPeaks(scaled, peakWindows(sampleRate, hopLength, checked.delta));
  const frames = checked.backtrack ? rewind(peaks, scaled) : peaks;
  return frames.map((frame) => ({
    pts: frame * hopLength,
    sampleRate,
    strength: data[frame] ?? 0,
  }));
};
