/** How far behind the live edge a player should be, and when to act, in seconds. */
export interface LiveTarget {
  /** The latency to hold. */
  readonly target: number;
  /** Above this the player jumps to the target instead of catching up. */
  readonly jumpAbove: number;
  /** The rates to use; default: those of a player that keeps the pitch. */
  readonly rates?: LiveRates;
}

/** How fast to play when it is late, very late, and when it nearly starves. */
export interface LiveRates {
  readonly catchUp: number;
  readonly catchUpFast: number;
  readonly slowDown: number;
}

/** What to do now. */
export interface LiveAction {
  /** The playback rate to set. */
  readonly rate: number;
  /** Jump to `target` behind the edge. */
  readonly jump: boolean;
}

/** Begins to catch up this far above the target, so that the jitter of arrivals does not pump. */
const LATE = 0.1;
/** Begins to slow down at this share of the target: less is left than a hiccup takes. */
const EARLY = 0.4;
const FAST_BEYOND = 0.5;
/** Small enough that nobody hears the tempo, in steps of lateness. */
const AT_SAME_PITCH: LiveRates = { catchUp: 1.04, catchUpFast: 1.06, slowDown: 0.97 };

/**
 * Decides how a live player keeps its distance to the live edge: a slightly faster rate when it is
 * late, a slightly slower one when it nearly starves, a jump when it is far behind. Once begun, either
 * rate is kept until the target is met.
 *
 * @param latency Seconds between what plays and the newest sample received.
 * @param rate The rate that is set now.
 */
export const liveControl = (latency: number, rate: number, limits: LiveTarget): LiveAction => {
  const late = latency - limits.target;
  const { catchUp, catchUpFast, slowDown } = limits.rates ?? AT_SAME_PITCH;
  if (latency > limits.jumpAbove) return { rate: 1, jump: true };
  if (late > LATE || (rate > 1 && late > 0)) {
    return { rate: late > FAST_BEYOND ? catchUpFast : catchUp, jump: false };
  }
  if (latency < EARLY * limits.target || (rate < 1 && late < 0)) {
    return { rate: slowDown, jump: false };
  }
  return { rate: 1, jump: false };
};
