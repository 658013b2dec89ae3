/** A source may run faster than the clock by so much for ever: its own clock is not ours. */
const DRIFT = 1.02;
/** What a source was late it may make up for, up to so many seconds: listeners have lived on their buffers. */
const MAX_DEBT = 5;

/** Follows how far what was played is ahead of real time. Seconds of sound; times in ms. */
export interface LeadLimiter {
  /** A source begins: what was not played before it is no debt of its own. */
  begin(now: number): void;
  /** So much is played; answers how long to wait before the next, in ms. */
  add(seconds: number, now: number): number;
}

/** Makes a limiter for what comes faster than real time, such as a file that is sent without pacing. */
export const createLeadLimiter = (aheadSeconds: number): LeadLimiter => {
  /** Negative: in debt. */
  let lead = 0;
  let at: number | undefined;
  const pass = (now: number): void => {
    const seconds = (now - (at ?? now)) / 1000;
    at = now;
    lead = Math.max(-MAX_DEBT, lead - seconds * (lead > 0 ? DRIFT : 1));
  };
  return {
    begin: (now) => {
      pass(now);
      lead = Math.max(0, lead);
    },
    add: (seconds, now) => {
      pass(now);
      lead += seconds;
      return Math.max(0, (1000 * (lead - aheadSeconds)) / DRIFT);
    },
  };
};
