import { AudioFlowError, checkOptions } from '@audioflow/core';
import * as z from 'zod';
import { checkPlanes } from '../stage/check-planes.js';
import { channelWeights } from './channel-weights.js';
import { createKWeighting } from './k-weighting.js';
import type { LoudnessMeter, LoudnessMeterInit, LoudnessReading } from './loudness.types.js';
import { createLoudnessHistogram, toLufs } from './loudness-histogram.js';
import { loudnessShape } from './loudness-options.js';
import { createTruePeak } from './true-peak.js';

const MOMENTARY_MS = 400;
const SHORT_TERM_MS = 3000;
/** Blocks that are gated begin every 100 ms: ITU-R BS.1770-4 has them overlap by three quarters. */
const GATING_STEP_MS = 100;

const schema = z.strictObject({
  ...loudnessShape,
  sampleRate: z.number().min(4000),
  channelCount: z.int().positive(),
  layout: z.object({ channelCount: z.int(), mask: z.int() }).optional(),
});

const toDb = (peak: number): number => 20 * Math.log10(peak);

/** The last hops: their energies and lengths. */
const createWindow = (hops: number) => {
  const energies = new Float64Array(hops);
  const lengths = new Float64Array(hops);
  let at = 0;
  return {
    add: (energy: number, length: number): void => {
      energies[at] = energy;
      lengths[at] = length;
      at = (at + 1) % hops;
    },
    /** Mean energy of the newest `count` hops; those that never were are silence of the same length. */
    mean: (count: number): number => {
      let energy = 0;
      let length = 0;
      let known = 0;
      for (let back = 1; back <= count; back++) {
        const index = (at - back + hops) % hops;
        const samples = lengths[index] ?? 0;
        energy += energies[index] ?? 0;
        length += samples;
        if (samples > 0) known += 1;
      }
      return length === 0 ? 0 : (energy * known) / (length * count);
    },
  };
};

/**
 * Makes a loudness meter: EBU R 128 and EBU Tech 3341, 3342 over ITU-R BS.1770-4.
 *
 * How loud it is now (400 ms, 3 s), how loud all of it is, how much it varies, and how high it peaks. The meter
 * answers the same however the samples are cut. Its memory is about 430 kB and does not grow.
 *
 * @throws AudioFlowError `invalid-option` on a rate below 4000 Hz, no channels, or weights of another number.
 *
 * @example
 * import { createLoudnessMeter } from '@audioflow/analysis/loudness';
 * const meter = createLoudnessMeter({ sampleRate: 48000, channelCount: 2 });
 * const tone = Float32Array.from({ length: 96000 }, (_, i) => 0.1 * Math.sin(2 * Math.PI * i * 1000 / 48000));
 * meter.push([tone, tone]);
 * const { integrated, range, truePeak } = meter.finish();
 * console.log(integrated.toFixed(2), range.toFixed(1), truePeak.toFixed(1)); // -19.99 0.0 -20.0
 */
export const createLoudnessMeter = (init: LoudnessMeterInit): LoudnessMeter => {
  const checked = checkOptions('createLoudnessMeter', schema, init);
  const { sampleRate, channelCount, hopMs, layout } = checked;
  const weights = checked.weights ?? channelWeights(channelCount, layout);
  if (weights.length !== channelCount) {
    throw new AudioFlowError(
      'invalid-option',
      `createLoudnessMeter: expected ${channelCount} weights, got ${weights.length}`,
    );
  }
  const filters = weights.map(() => createKWeighting(sampleRate));
  const peaks = checked.truePeak ? weights.map(() => createTruePeak(sampleRate)) : [];
  const momentaryHops = MOMENTARY_MS / hopMs;
  const shortTermHops = SHORT_TERM_MS / hopMs;
  const stepHops = GATING_STEP_MS / hopMs;
  const window = createWindow(shortTermHops);
  const blocks = createLoudnessHistogram(10);
  const shortTerms = createLoudnessHistogram(20);
  let length = 0;
  let hops = 0;
  let hopStart = 0;
  let hopEnd = Math.round((sampleRate * hopMs) / 1000);
  let momentary = 0;
  let shortTerm = 0;
  let maxMomentary = 0;
  let maxShortTerm = 0;
  let samplePeak = 0;
  let integrated = Number.NEGATIVE_INFINITY;
  let range = 0;

  const rangeEnds = (): [number, number] => {
    const [low = 0, high = 0] = shortTerms.percentiles([0.1, 0.95]);
    return [toLufs(low), toLufs(high)];
  };
  const truePeak = (): number => toDb(peaks.reduce((most, { peak }) => Math.max(most, peak), 0));
  const read = (): LoudnessReading => ({
    pts: hopStart,
    sampleRate,
    momentary: toLufs(momentary),
    shortTerm: toLufs(shortTerm),
    integrated,
    range,
    truePeak: truePeak(),
  });
  const endHop = (isRead: boolean): void => {
    let energy = 0;
    for (const [index, filter] of filters.entries()) {
      energy += (weights[index] ?? 0) * filter.takeEnergy();
    }
    window.add(energy, hopEnd - hopStart);
    hops += 1;
    hopStart = hopEnd;
    hopEnd = Math.round(((hops + 1) * sampleRate * hopMs) / 1000);
    momentary = window.mean(momentaryHops);
    shortTerm = window.mean(shortTermHops);
    maxMomentary = Math.max(maxMomentary, momentary);
    maxShortTerm = Math.max(maxShortTerm, shortTerm);
    if (hops % stepHops !== 0) return;
    if (hops >= momentaryHops) blocks.add(momentary);
    if (isRead) integrated = toLufs(blocks.gatedMean());
    if (hops < shortTermHops) return;
    shortTerms.add(shortTerm);
    if (!isRead) return;
    const [low, high] = rangeEnds();
    range = high > low ? high - low : 0;
  };
  const summary = () => {
    const [rangeLow, rangeHigh] = rangeEnds();
    return {
      integrated: toLufs(blocks.gatedMean()),
      threshold: toLufs(blocks.gate()),
      range: rangeHigh > rangeLow ? rangeHigh - rangeLow : 0,
      rangeLow,
      rangeHigh,
      truePeak: truePeak(),
      samplePeak: toDb(samplePeak),
      maxMomentary: toLufs(maxMomentary),
      maxShortTerm: toLufs(maxShortTerm),
      length,
      sampleRate,
    };
  };
  const followPeak = (plane: Float32Array, index: number): void => {
    const follower = peaks[index];
    if (follower) {
      follower.push(plane, 0, plane.length);
      samplePeak = Math.max(samplePeak, follower.samplePeak);
      return;
    }
    for (let i = 0; i < plane.length; i++) {
      const x = plane[i] ?? 0;
      const magnitude = x < 0 ? -x : x;
      if (magnitude > samplePeak && magnitude - magnitude === 0) samplePeak = magnitude;
    }
  };
  return {
    push: (channels, onReading): void => {
      checkPlanes('createLoudnessMeter', channels, channelCount);
      const count = channels[0]?.length ?? 0;
      for (let at = 0; at < count; ) {
        const end = Math.min(count, at + hopEnd - length);
        for (const [index, plane] of channels.entries()) {
          if ((weights[index] ?? 0) > 0) filters[index]?.push(plane, at, end);
          followPeak(plane.subarray(at, end), index);
        }
        length += end - at;
        at = end;
        if (length < hopEnd) continue;
        endHop(onReading !== undefined);
        onReading?.(read());
      }
    },
    summary,
    finish: () => {
      for (const follower of peaks) follower.finish();
      return summary();
    },
  };
};
