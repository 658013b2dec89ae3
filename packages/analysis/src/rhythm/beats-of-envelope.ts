import { medianOf } from '../maths/median-of.js';
import { roundToEven } from '../maths/round-to-even.js';

const { exp, log, max, min, sqrt } = Math;

/** The envelope over its standard deviation, smoothed by a bell a sixteenth of a beat wide. */
const localScore = (envelope: ArrayLike<number>, period: number): Float64Array => {
  const count = envelope.length;
  let mean = 0;
  for (let i = 0; i < count; i++) mean += (envelope[i] ?? 0) / count;
  let variance = 0;
  for (let i = 0; i < count; i++) variance += ((envelope[i] ?? 0) - mean) ** 2;
  const deviation = sqrt(variance / max(1, count - 1));
  const bell = Float64Array.from({ length: 2 * period + 1 }, (_, i) =>
    exp(-0.5 * (((i - period) * 32) / period) ** 2),
  );
  const score = new Float64Array(count);
  if (!(deviation > 0)) return score;
  for (let i = 0; i < count; i++) {
    let sum = 0;
    const to = min(count - 1, i + period);
    for (let j = max(0, i - period); j <= to; j++) {
      sum += (envelope[j] ?? 0) * (bell[i - j + period] ?? 0);
    }
    score[i] = sum / deviation;
  }
  return score;
};

/** The best chain of beats that ends at each frame. */
const chain = (score: Float64Array, period: number, tightness: number) => {
  const count = score.length;
  const back = new Int32Array(count).fill(-1);
  const total = new Float64Array(count);
  const threshold = 0.01 * score.reduce((most, x) => max(most, x), 0);
  const nearest = roundToEven(period / 2);
  const costs = Float64Array.from({ length: 2 * period + 1 }, (_, distance) =>
    distance === 0 ? 0 : tightness * (log(distance) - log(period)) ** 2,
  );
  let isFirst = true;
  for (let i = 0; i < count; i++) {
    const own = score[i] ?? 0;
    let best = Number.NEGATIVE_INFINITY;
    let place = -1;
    for (let distance = max(1, nearest); distance <= 2 * period && distance <= i; distance++) {
      const sum = (total[i - distance] ?? 0) - (costs[distance] ?? 0);
      if (sum > best) {
        best = sum;
        place = i - distance;
      }
    }
    total[i] = place >= 0 ? own + best : own;
    if (isFirst && own < threshold) continue;
    back[i] = place;
    isFirst = false;
  }
  return { back, total };
};

/** The last peak that is at least half as high as the peaks are in the middle. */
const lastPeak = (total: Float64Array): number => {
  const peaks: number[] = [];
  for (let i = 0; i < total.length; i++) {
    const value = total[i] ?? 0;
    // librosa's local maxima: above the left neighbour, not below the right one.
    if (value > (total[max(0, i - 1)] ?? 0) && value >= (total[i + 1] ?? value)) peaks.push(i);
  }
  const median = medianOf(peaks.map((i) => total[i] ?? 0));
  return peaks.findLast((i) => (total[i] ?? 0) >= 0.5 * median) ?? -1;
};

/** Leaves out beats before and after the music: where the score is below half of its usual size at beats. */
const trim = (beats: readonly number[], score: Float64Array): number[] => {
  const bell = [0, 0.5, 1, 0.5, 0];
  let squares = 0;
  const length = beats.length + 2;
  for (let i = 0; i < length; i++) {
    let sum = 0;
    for (const [j, weight] of bell.entries()) {
      const beat = beats[i + 2 - j];
      if (beat !== undefined) sum += weight * (score[beat] ?? 0);
    }
    squares += sum * sum;
  }
  const threshold = 0.5 * sqrt(squares / length);
  const first = score.findIndex((x) => x > threshold);
  const last = score.findLastIndex((x) => x > threshold);
  return first < 0 ? [] : beats.filter((beat) => beat >= first && beat <= last);
};

/** How beats are looked for. */
export interface BeatSettings {
  /** Frames from one beat to the next; rounded. */
  readonly period: number;
  /** How much a beat of another length costs. */
  readonly tightness: number;
  readonly trim: boolean;
}

/** The frames of an envelope of onsets that beats fall on: D. P. W. Ellis, "Beat tracking by dynamic programming", 2007. */
export const beatsOfEnvelope = (envelope: ArrayLike<number>, settings: BeatSettings): number[] => {
  const period = max(1, roundToEven(settings.period));
  const score = localScore(envelope, period);
  if (!score.some((x) => x > 0)) return [];
  const { back, total } = chain(score, period, settings.tightness);
  const beats: number[] = [];
  for (let at = lastPeak(total); at >= 0; at = back[at] ?? -1) beats.push(at);
  beats.reverse();
  return settings.trim ? trim(beats, score) : beats;
};
