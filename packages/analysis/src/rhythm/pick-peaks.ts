const { max, min, floor } = Math;

/** When a value of an envelope is a peak: windows in frames. */
export interface PeakWindows {
  readonly preMax: number;
  readonly postMax: number;
  readonly preMean: number;
  readonly postMean: number;
  /** At least so far above the mean. */
  readonly delta: number;
  /** Frames to wait after a peak. */
  readonly wait: number;
}

/** librosa's windows: 30 ms before for the largest, 100 ms around for the mean. */
export const peakWindows = (sampleRate: number, hopLength: number, delta: number): PeakWindows => {
  const frames = (seconds: number): number => floor((seconds * sampleRate) / hopLength);
  return {
    preMax: frames(0.03),
    postMax: 1,
    preMean: frames(0.1),
    postMean: frames(0.1) + 1,
    delta,
    wait: frames(0.03),
  };
};

/** Whether value `n` is the largest of its window, and far enough above the mean of the other. */
export const isPeak = (
  values: ArrayLike<number>,
  n: number,
  { preMax, postMax, preMean, postMean, delta }: PeakWindows,
): boolean => {
  const value = values[n] ?? 0;
  // At the very beginning nothing lies before.
  for (let i = max(0, n - preMax); i < min(values.length, n + postMax); i++) {
    if ((values[i] ?? 0) > value) return false;
  }
  const from = max(0, n - preMean);
  const to = min(values.length, n + postMean);
  let sum = 0;
  for (let i = from; i < to; i++) sum += values[i] ?? 0;
  return value >= sum / (to - from) + delta;
};

/** The peaks of an envelope: S. Böck, F. Krebs and M. Schedl, "Evaluating the online capabilities of onset detection methods", 2012. */
export const pickPeaks = (values: ArrayLike<number>, windows: PeakWindows): number[] => {
  const peaks: number[] = [];
  for (let n = 0; n < values.length; n++) {
    if (!isPeak(values, n, windows)) continue;
    peaks.push(n);
    n += windows.wait;
  }
  return peaks;
};
