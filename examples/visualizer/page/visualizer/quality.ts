import { createDisplayPeriod, ENOUGH } from './display-period.js';

/** Parts of the full resolution, in each direction. */
const STEPS = [1, 0.75, 0.5, 0.35] as const;
/** Frames that are looked at together. */
const FRAMES = 24;
/** More pictures than 60 a second are not worth a coarser one. */
const FAST_ENOUGH_MS = 1000 / 60;
/** Where the mean distance of frames is longer by this, drawing does not keep up with the display; only within the other there may be room. */
const SLOW = 1.05;
const GOOD = 1.02;
/** Good pictures for so long, and a finer one is tried; for twice as long after each try that failed. */
const PATIENCE_MS = 10_000;
const MOST_PATIENCE_MS = 320_000;
/** Drawing rests no more often than this, and half as often after each rest that showed nothing new. */
const REST_EVERY_MS = 10_000;
const MOST_REST_MS = 320_000;
/** A pause, or a page that has just been loaded. */
const PAUSE_MS = 250;
/** So many of them among drawings are none: drawing takes so long. */
const MOST_PAUSES = 3;

/** How finely is drawn. */
export interface Quality {
  /** The part of the full resolution, in each direction. */
  readonly part: number;
  /** Pictures of a second that the display shows; NaN until that is known. */
  readonly displayHz: number;
  /** Nothing is to be drawn for some frames: so the rate of the display shows. */
  readonly isResting: boolean;
  /** Takes the distance of two animation frames, and whether the first of them was drawn; true when the part has changed. */
  take(milliseconds: number, drawn: boolean): boolean;
  /** Begins anew at full resolution, on the same display. */
  reset(): void;
}

/**
 * Lowers the resolution, step by step, where drawing takes longer than the display: without a graphics card each pixel costs the processor. Raises it again after a while, more and
 * more rarely where that fails.
 *
 * Is a picture late, drawing rests for a few frames before anything is lowered: if these are late as well, that is how fast the display is, and not the fault of the drawing.
 */
export const createQuality = (): Quality => {
  const display = createDisplayPeriod();
  let step = 0;
  let round: number[] = [];
  /** Long distances behind drawings since the round began. */
  let pauses = 0;
  let now = 0;
  let goodMs = 0;
  let patienceMs = PATIENCE_MS;
  /** A finer picture is on trial. */
  let isTrying = false;
  let restFrames = 0;
  let restedAt = Number.NEGATIVE_INFINITY;
  let restEveryMs = REST_EVERY_MS;
  let known: number | undefined;
  /** The mean of the round that is to be judged after the rest. */
  let late = 0;

  const target = (): number => Math.max(FAST_ENOUGH_MS, display.milliseconds ?? 0);
  const lower = (): boolean => {
    if (isTrying) patienceMs = Math.min(MOST_PATIENCE_MS, 2 * patienceMs);
    isTrying = false;
    if (step === STEPS.length - 1) return false;
    step += 1;
    return true;
  };
  const judge = (mean: number): boolean => {
    if (mean > SLOW * target()) {
      goodMs = 0;
      // What a finer picture has made late needs no further proof.
      if (isTrying || now - restedAt < restEveryMs) return lower();
      late = mean;
      restFrames = ENOUGH;
      known = display.milliseconds;
      return false;
    }
    if (mean < GOOD * target()) goodMs += FRAMES * mean;
    if (goodMs < (isTrying ? PATIENCE_MS : patienceMs)) return false;
    goodMs = 0;
    if (isTrying) {
      isTrying = false;
      patienceMs = PATIENCE_MS;
    }
    if (step === 0) return false;
    isTrying = true;
    step -= 1;
    return true;
  };
  const pause = (drawn: boolean): boolean => {
    // A rest ends also where frames come no sooner without a drawing.
    if (!drawn) return restFrames > 0 && rest();
    if (restFrames > 0) return false;
    pauses += 1;
    if (pauses < MOST_PAUSES) return false;
    round = [];
    pauses = 0;
    goodMs = 0;
    return lower();
  };
  const rest = (): boolean => {
    restFrames -= 1;
    if (restFrames > 0) return false;
    restedAt = now;
    const isNew = Math.abs((display.milliseconds ?? 0) - (known ?? 0)) > 0.1 * (known ?? 0);
    restEveryMs = isNew ? REST_EVERY_MS : Math.min(MOST_REST_MS, 2 * restEveryMs);
    return late > SLOW * target() && lower();
  };
  return {
    get part() {
      return STEPS[step] ?? 1;
    },
    get displayHz() {
      return 1000 / (display.milliseconds ?? Number.NaN);
    },
    get isResting() {
      return restFrames > 0;
    },
    take: (milliseconds, drawn): boolean => {
      if (milliseconds > PAUSE_MS) return pause(drawn);
      now += milliseconds;
      if (!drawn) {
        display.idle(milliseconds);
        return restFrames > 0 && rest();
      }
      // The last drawing before the rest.
      if (restFrames > 0) return false;
      round.push(milliseconds);
      if (round.length < FRAMES) return false;
      const mean = round.reduce((sum, one) => sum + one, 0) / FRAMES;
      const isOther = display.busy(round);
      round = [];
      pauses = 0;
      // Half of such a round may be of the display before.
      return !isOther && judge(mean);
    },
    reset: (): void => {
      step = 0;
      round = [];
      pauses = 0;
      goodMs = 0;
      patienceMs = PATIENCE_MS;
      isTrying = false;
    },
  };
};
