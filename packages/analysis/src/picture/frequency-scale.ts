import { hzToMel, melToHz } from '../mel/mel-scale.js';

/** How frequencies lie on an axis: by octaves, by the mel scale (Slaney's), or evenly. */
export type FrequencyAxis = 'log' | 'mel' | 'linear';

/** Places of frequencies: 0 at the lowest, 1 at the highest. */
export interface FrequencyScale {
  toHz(place: number): number;
  toPlace(hz: number): number;
}

const bends = {
  log: { to: Math.log2, from: (x: number): number => 2 ** x },
  mel: { to: (hz: number): number => hzToMel(hz), from: (x: number): number => melToHz(x) },
  linear: { to: (hz: number): number => hz, from: (x: number): number => x },
} as const;

/** Makes the scale between two frequencies. */
export const createFrequencyScale = (
  axis: FrequencyAxis,
  lowest: number,
  highest: number,
): FrequencyScale => {
  const { to, from } = bends[axis];
  const bottom = to(lowest);
  const span = to(highest) - bottom;
  return {
    toHz: (place) => from(bottom + place * span),
    toPlace: (hz) => (to(hz) - bottom) / span,
  };
};
