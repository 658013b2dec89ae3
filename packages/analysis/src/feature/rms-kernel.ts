import type { FeaturePlan } from '../stage/feature.js';
import { type TimeOptions, timeFraming } from './time-options.js';

/** Makes the kernels of the root mean square. */
export const planRms: FeaturePlan<TimeOptions> = (owner, options) => {
  const framing = timeFraming(owner, options, 'constant');
  const { frameLength } = framing;
  return () => ({
    framing,
    size: 1,
    process: (samples, offset, row): void => {
      let sum = 0;
      for (let i = offset; i < offset + frameLength; i++) {
        const x = samples[i] ?? 0;
        sum += x * x;
      }
      row[0] = Math.sqrt(sum / frameLength);
    },
  });
};
