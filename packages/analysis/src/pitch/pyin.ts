import type { FrameKernel } from '../stage/feature.types.js';
import { countFrames, forEachRow } from '../stage/feature-matrix.js';
import type { Samples } from '../stage/mono.js';
import type { PitchSettings } from './pitch-options.js';
import { createCandidates } from './pyin-candidates.js';

const { abs, floor, log, log2, max, min, round } = Math;

/** The pitch of each frame. */
export interface PitchTrack {
  readonly frameCount: number;
  /** In Hz; NaN where there is no voice. */
  readonly frequency: Float32Array;
  /** 1 where there is a pitch. */
  readonly voiced: Uint8Array;
  /** How likely it is that there is one, 0 to 1. */
  readonly probability: Float32Array;
  /** Samples from one frame to the next. */
  readonly hopLength: number;
  /** In Hz. */
  readonly sampleRate: number;
}

/** Steps of a semitone. */
const STEPS = 10;
/** Octaves that a pitch may move in a second. */
const OCTAVES_PER_SECOND = 35.92;
const SWITCH = 0.01;
const LOG_TINY = Math.log(2.2250738585072014e-308);

const logOf = (probability: number): number => (probability > 0 ? log(probability) : LOG_TINY);

/** Steps from a half of the states to the other, and within it, by the distance of bins: log of a triangle, its rows summing up to 1. */
const planSteps = (bins: number, width: number) => {
  const half = floor(width / 2);
  const triangle = Float64Array.from(
    { length: half + 1 },
    (_, distance) => (2 * ((width + 1) / 2 - distance)) / (width + 1),
  );
  const sums = Float64Array.from({ length: bins }, (_, from) => {
    let sum = 0;
    for (let to = max(0, from - half); to <= min(bins - 1, from + half); to++) {
      sum += triangle[abs(to - from)] ?? 0;
    }
    return log(sum);
  });
  return { half, logTriangle: triangle.map((x) => log(x)), logSums: sums };
};

/** The most likely way through voiced (0 to bins - 1) and unvoiced (bins on) states. */
const decode = (observed: readonly Float64Array[], bins: number, width: number): Int32Array => {
  const { half, logTriangle, logSums } = planSteps(bins, width);
  const stay = log(1 - SWITCH);
  const change = log(SWITCH);
  const back: Int32Array[] = [];
  let before = new Float64Array(2 * bins);
  for (const [frame, probabilities] of observed.entries()) {
    const now = new Float64Array(2 * bins);
    const from = new Int32Array(2 * bins);
    const unvoiced = logOf(probabilities[bins] ?? 0);
    let best = 0;
    for (let state = 0; state < 2 * bins; state++)
      if ((before[state] ?? 0) > (before[best] ?? 0)) best = state;
    for (let bin = 0; bin < bins; bin++) {
      const seen = logOf(probabilities[bin] ?? 0);
      if (frame === 0) {
        now[bin] = seen - log(2 * bins);
        now[bins + bin] = unvoiced - log(2 * bins);
        continue;
      }
      let voicedBest = (before[best] ?? 0) + LOG_TINY;
      let unvoicedBest = voicedBest;
      let voicedFrom = best;
      let unvoicedFrom = best;
      for (let i = max(0, bin - half); i <= min(bins - 1, bin + half); i++) {
        const step = (logTriangle[i < bin ? bin - i : i - bin] ?? 0) - (logSums[i] ?? 0);
        const fromVoiced = (before[i] ?? 0) + step;
        const fromUnvoiced = (before[bins + i] ?? 0) + step;
        if (fromVoiced + stay > voicedBest) {
          voicedBest = fromVoiced + stay;
          voicedFrom = i;
        }
        if (fromUnvoiced + change > voicedBest) {
          voicedBest = fromUnvoiced + change;
          voicedFrom = bins + i;
        }
        if (fromVoiced + change > unvoicedBest) {
          unvoicedBest = fromVoiced + change;
          unvoicedFrom = i;
        }
        if (fromUnvoiced + stay > unvoicedBest) {
          unvoicedBest = fromUnvoiced + stay;
          unvoicedFrom = bins + i;
        }
      }
      now[bin] = voicedBest + seen;
      now[bins + bin] = unvoicedBest + unvoiced;
      from[bin] = voicedFrom;
      from[bins + bin] = unvoicedFrom;
    }
    back.push(from);
    before = now;
  }
  const states = new Int32Array(observed.length);
  let state = before.reduce((most, value, at) => (value > (before[most] ?? 0) ? at : most), 0);
  for (let frame = observed.length - 1; frame >= 0; frame--) {
    states[frame] = state;
    state = back[frame]?.[state] ?? 0;
  }
  return states;
};

/** Probabilistic YIN: candidates of each frame, and the most likely way through all of them. */
export const pyinOf = (samples: Samples, settings: PitchSettings): PitchTrack => {
  const { framing, sampleRate, minFrequency, maxFrequency } = settings;
  const { hopLength } = framing;
  const perOctave = 12 * STEPS;
  const bins = floor(perOctave * log2(maxFrequency / minFrequency)) + 1;
  const candidates = createCandidates(settings);
  const observed: Float64Array[] = [];
  const kernel: FrameKernel = {
    framing,
    size: 0,
    process: (data, offset): void => {
      const probabilities = new Float64Array(bins + 1);
      candidates(data, offset, (hz, probability) => {
        const bin = max(0, round(perOctave * log2(hz / minFrequency)));
        if (bin < bins) probabilities[bin] = probability;
      });
      observed.push(probabilities);
    },
  };
  const frameCount = countFrames(kernel, samples.length);
  forEachRow(kernel, samples, () => {});
  const probability = new Float32Array(frameCount);
  for (const [frame, probabilities] of observed.entries()) {
    const sum = probabilities.reduce((total, x) => total + x, 0);
    const voiced = min(1, sum);
    probability[frame] = voiced;
    probabilities[bins] = (1 - voiced) / bins;
  }
  const width = round((OCTAVES_PER_SECOND * 12 * hopLength) / sampleRate) * STEPS + 1;
  const states = decode(observed, bins, width);
  const voiced = Uint8Array.from(states, (state) => (state < bins ? 1 : 0));
  const frequency = Float32Array.from(states, (state) =>
    state < bins ? minFrequency * 2 ** (state / perOctave) : Number.NaN,
  );
  return { frameCount, frequency, voiced, probability, hopLength, sampleRate };
};
