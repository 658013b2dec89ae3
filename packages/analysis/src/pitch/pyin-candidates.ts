import type { PitchSettings } from './pitch-options.js';
import { createYinDifference } from './yin-difference.js';

const { min, exp } = Math;

const THRESHOLDS = 100;
const NO_TROUGH = 0.01;
/** exp(-2): a later trough is so much less likely than the one before it. */
const LATER = exp(-2);

/** The beta distribution (2, 18), which most thresholds near 0.1 come from. */
const betaBelow = (x: number): number => 1 - (1 - x) ** 19 - 19 * x * (1 - x) ** 18;

const beta = Float64Array.from(
  { length: THRESHOLDS },
  (_, i) => betaBelow((i + 1) / THRESHOLDS) - betaBelow(i / THRESHOLDS),
);

/**
 * Makes what gives the pitches that a frame may have, each with its probability: troughs of the difference function below a threshold that is
 * not one value but a distribution. M. Mauch and S. Dixon, "pYIN", 2014, as librosa has it.
 */
export const createCandidates = (
  settings: PitchSettings,
): ((
  samples: Float64Array,
  offset: number,
  take: (hz: number, probability: number) => void,
) => void) => {
  const { sampleRate, minPeriod } = settings;
  const difference = createYinDifference(settings);
  const { values, shifts } = difference;
  return (samples, offset, take) => {
    difference.measure(samples, offset);
    const troughs: number[] = [];
    for (let i = 0; i < values.length; i++) if (difference.isTrough(i)) troughs.push(i);
    const heights = troughs.map((i) => values[i] ?? 0);
    const probabilities = new Float64Array(troughs.length);
    for (let t = 0; t < THRESHOLDS; t++) {
      const threshold = (t + 1) / THRESHOLDS;
      let below = 0;
      for (let i = 0; i < heights.length; i++) if ((heights[i] ?? 0) < threshold) below += 1;
      const scale = (1 - LATER) / (1 - LATER ** below);
      let position = 0;
      for (let i = 0; i < heights.length; i++) {
        if (!((heights[i] ?? 0) < threshold)) continue;
        const prior = scale * LATER ** position;
        probabilities[i] = (probabilities[i] ?? 0) + prior * (beta[t] ?? 0);
        position += 1;
      }
    }
    const lowest = heights.indexOf(min(...heights));
    if (lowest >= 0) {
      let above = 0;
      // As many of the first thresholds as the lowest trough is not below.
      for (let t = 0; t < THRESHOLDS && !((heights[lowest] ?? 0) < (t + 1) / THRESHOLDS); t++) {
        above += beta[t] ?? 0;
      }
      probabilities[lowest] = (probabilities[lowest] ?? 0) + NO_TROUGH * above;
    }
    for (const [index, i] of troughs.entries()) {
      const probability = probabilities[index] ?? 0;
      if (probability > 0) take(sampleRate / (minPeriod + i + (shifts[i] ?? 0)), probability);
    }
  };
};
