/** How to wait between attempts. */
export interface BackoffOptions {
  /** Before the second attempt, in ms. */
  readonly delayMs: number;
  /** Each delay is so many times the one before. */
  readonly factor: number;
  /** No delay is longer, in ms. */
  readonly maxDelayMs: number;
  /** Part of the delay that is left to chance, 0..1: many clients do not come back at once. */
  readonly jitter: number;
}

/**
 * The delay after attempt number `attempt` (from 1) has failed.
 *
 * @param random 0..1.
 */
export const backoff = (attempt: number, options: BackoffOptions, random: number): number => {
  const { delayMs, factor, maxDelayMs, jitter } = options;
  const full = Math.min(delayMs * factor ** (attempt - 1), maxDelayMs);
  return Math.round(full * (1 - jitter * random));
};
