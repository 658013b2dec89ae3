import { parabolaTop } from '../maths/parabola-top.js';
import { forEachLags } from './for-each-lags.js';

const { max, floor, round, log2, log1p } = Math;

/** What {@link tempoOfEnvelope} goes by. */
export interface TempoSettings {
  /** Frames in a second. */
  readonly frameRate: number;
  /** The tempo that is most likely, and how many octaves around it are likely. */
  readonly startBpm: number;
  readonly stdBpm: number;
  readonly maxBpm: number;
  /** Seconds that are compared with each other. */
  readonly seconds: number;
  /** Look between lags. */
  readonly interpolate: boolean;
}

/**
 * The tempo of an envelope of onsets in beats per minute: the most likely lag of its mean autocorrelation. 0 if there is none.
 *
 * D. P. W. Ellis, "Beat tracking by dynamic programming", 2007, as in librosa's `tempo`; looking between lags, which are some 5 % apart at
 * 120 beats per minute, is ours.
 */
export const tempoOfEnvelope = (envelope: ArrayLike<number>, settings: TempoSettings): number => {
  const { frameRate, startBpm, stdBpm, maxBpm, seconds, interpolate } = settings;
  const size = max(4, floor(seconds * frameRate));
  const mean = new Float64Array(size);
  forEachLags(envelope, size, (lags) => {
    for (let l = 0; l < size; l++) mean[l] = (mean[l] ?? 0) + (lags[l] ?? 0) / envelope.length;
  });
  if (!((mean[0] ?? 0) > 0)) return 0;
  let best = 0;
  let likeliest = Number.NEGATIVE_INFINITY;
  for (let lag = 1; lag < size; lag++) {
    const bpm = (60 * frameRate) / lag;
    if (bpm >= maxBpm) continue;
    const prior = -0.5 * (log2(bpm / startBpm) / stdBpm) ** 2;
    const score = log1p(1e6 * max(0, mean[lag] ?? 0)) + prior;
    if (score > likeliest) {
      likeliest = score;
      best = lag;
    }
  }
  if (best === 0) return 0;
  if (!interpolate || best + 1 >= size) return (60 * frameRate) / best;
  // The period shows finer in its multiples: their peaks are followed as far as they stand out.
  let period = best + parabolaTop(mean[best - 1] ?? 0, mean[best] ?? 0, mean[best + 1] ?? 0);
  for (let multiple = 2; multiple * period < size - 2; multiple++) {
    const near = round(multiple * period);
    const window = [near - 1, near, near + 1];
    const peak = window.reduce(
      (most, lag) => ((mean[lag] ?? 0) > (mean[most] ?? 0) ? lag : most),
      near,
    );
    const [left = 0, middle = 0, right = 0] = mean.subarray(peak - 1, peak + 2);
    if (!(middle > 0.1 * (mean[best] ?? 0) && middle >= left && middle >= right)) break;
    period = (peak + parabolaTop(left, middle, right)) / multiple;
  }
  return (60 * frameRate) / period;
};
