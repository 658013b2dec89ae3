/** How a lost connection is opened again. */
export interface ReconnectPolicy {
  /** Tries in a row without any audio; then it is an error. */
  readonly attempts: number;
  readonly firstDelayMs: number;
  readonly maxDelayMs: number;
}

/**
 * Milliseconds before try `attempt` (1, 2, ...), doubling up to the limit, with up to a quarter taken
 * off at random so that listeners who lost the same server do not come back at one moment. Undefined
 * when no try is left.
 */
export const reconnectDelay = (
  attempt: number,
  policy: ReconnectPolicy,
  random: () => number = Math.random,
): number | undefined => {
  if (attempt > policy.attempts) return undefined;
  const full = Math.min(policy.maxDelayMs, policy.firstDelayMs * 2 ** (attempt - 1));
  return full * (1 - random() / 4);
};
