import type { FrameKernel } from '../stage/feature.types.js';

const framingOf = (frameLength: number, hopLength: number): FrameKernel['framing'] => {
  return { frameLength, hopLength, center: true, padMode: 'constant' };
};

/** The samples of a frame as they are. */
export const createWaveformKernel = (length: number, hopLength: number): FrameKernel => ({
  framing: framingOf(length, hopLength),
  size: length,
  process: (samples, offset, row): void => {
    for (let i = 0; i < length; i++) row[i] = samples[offset + i] ?? 0;
  },
});

/** The largest magnitude of a frame. */
export const createPeakKernel = (length: number, hopLength: number): FrameKernel => ({
  framing: framingOf(length, hopLength),
  size: 1,
  process: (samples, offset, row): void => {
    let peak = 0;
    for (let i = 0; i < length; i++) {
      const x = samples[offset + i] ?? 0;
      if (x > peak) peak = x;
      else if (-x > peak) peak = -x;
    }
    row[0] = peak;
  },
});
