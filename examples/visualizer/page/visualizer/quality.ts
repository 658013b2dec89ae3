/** Parts of the full resolution, in each direction. */
const STEPS = [1, 0.75, 0.5, 0.35] as const;
/** Frames that are looked at together. */
const FRAMES = 24;
/** Where the mean distance of frames is more than this, the machine cannot keep up: a display of 60 Hz has 16.7 ms. */
const SLOW_MS = 17.4;
/** So many good rounds, some 10 s, before a finer picture is tried; twice as many after each try that failed. */
const PATIENCE = 25;

/** How finely is drawn. */
export interface Quality {
  /** The part of the full resolution, in each direction. */
  readonly part: number;
  /** Takes the distance of two frames; true when the part has changed. */
  take(milliseconds: number): boolean;
  /** Begins anew at full resolution. */
  reset(): void;
}

/**
 * Lowers the resolution, step by step, where drawing takes too long: without a graphics card each pixel costs the processor. Raises it again after a while, more and
 * more rarely where that fails.
 */
export const createQuality = (): Quality => {
  let step = 0;
  let count = 0;
  let sum = 0;
  let good = 0;
  let patience = PATIENCE;
  let rose = false;
  const judge = (slow: boolean): boolean => {
    if (slow) {
      if (rose) patience *= 2;
      rose = false;
      good = 0;
      if (step === STEPS.length - 1) return false;
      step += 1;
      return true;
    }
    good += 1;
    if (good < patience || step === 0) return false;
    good = 0;
    rose = true;
    step -= 1;
    return true;
  };
  return {
    get part() {
      return STEPS[step] ?? 1;
    },
    take: (milliseconds): boolean => {
      // A pause, or a page that has just been loaded.
      if (milliseconds > 250) return false;
      count += 1;
      sum += milliseconds;
      if (count < FRAMES) return false;
      const slow = sum / count > SLOW_MS;
      count = 0;
      sum = 0;
      return judge(slow);
    },
    reset: (): void => {
      step = 0;
      count = 0;
      sum = 0;
      good = 0;
      patience = PATIENCE;
      rose = false;
    },
  };
};
