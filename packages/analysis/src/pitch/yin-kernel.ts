import type { FrameKernel } from '../stage/feature.types.js';
import type { PitchSettings } from './pitch-options.js';
import { createYinDifference } from './yin-difference.js';

/** Makes the kernel of YIN. Its rows are the pitch in Hz and how sure it is, 0 to 1. */
export const createYin = (settings: PitchSettings): FrameKernel => {
  const { framing, sampleRate, minPeriod, threshold } = settings;
  const difference = createYinDifference(settings);
  const { values, shifts } = difference;
  return {
    framing,
    size: 2,
    process: (samples, offset, row): void => {
      difference.measure(samples, offset);
      let lowest = 0;
      let chosen = -1;
      for (let i = 0; i < values.length; i++) {
        const value = values[i] ?? 0;
        if (value < (values[lowest] ?? 0)) lowest = i;
        if (chosen < 0 && value < threshold && difference.isTrough(i)) chosen = i;
      }
      const at = chosen < 0 ? lowest : chosen;
      row[0] = sampleRate / (minPeriod + at + (shifts[at] ?? 0));
      const likeness = 1 - (values[at] ?? 1);
      row[1] = likeness > 0 && likeness < 1 ? likeness : 0;
    },
  };
};
