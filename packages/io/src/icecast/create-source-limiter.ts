/** A source may run faster than the clock by so much for ever: its own clock is not ours. */
const DRIFT = 1.02;

/**
 * Makes a limiter for sources that send faster than real time, such as a file without pacing.
 *
 * @returns For so many seconds of sound at `now` (ms): how long to wait before the next, in ms.
 */
export const createSourceLimiter = (
  aheadSeconds: number,
): ((seconds: number, now: number) => number) => {
  /** Seconds of sound that came too early. */
  let level = 0;
  let at: number | undefined;
  return (seconds, now) => {
    level = Math.max(0, level - (DRIFT * (now - (at ?? now))) / 1000) + seconds;
    at = now;
    return Math.max(0, (1000 * (level - aheadSeconds)) / DRIFT);
  };
};
