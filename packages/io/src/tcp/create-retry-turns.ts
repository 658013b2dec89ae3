import type { AudioFlowError, Clock } from '@audioflow/core';
import { backoff } from './backoff.js';
import type { ReconnectPolicy } from './reconnect-schema.js';

/** Counts attempts that failed, and waits between them. */
export interface RetryTurns {
  /** The number of the attempt that comes next, from 1. */
  readonly attempt: number;
  /** An attempt has failed: the next one waits. */
  failed(cause: AudioFlowError): void;
  /** A connection that was good is lost: the next attempt comes at once. */
  lost(): void;
  /** Waits as long as the last failure asks for; rejects when no attempt is left. */
  wait(): Promise<void>;
}

/** How {@link RetryTurns} are made. */
export interface RetryTurnsOptions {
  readonly reconnect: ReconnectPolicy;
  readonly clock: Clock;
  readonly random: () => number;
  readonly signal: AbortSignal;
  /** A delay begins. */
  onRetry(attempt: number, delayMs: number, cause: AudioFlowError): void;
  /** The error for the last of too many attempts. */
  giveUp(attempts: number, cause: AudioFlowError): AudioFlowError;
}

export const createRetryTurns = (options: RetryTurnsOptions): RetryTurns => {
  const { reconnect, clock, random, signal, onRetry, giveUp } = options;
  /** Attempts in a row that failed. */
  let failures = 0;
  /** Why the last of them did, until its delay is over. */
  let setback: AudioFlowError | undefined;
  return {
    get attempt() {
      return failures + 1;
    },
    failed(cause) {
      failures++;
      setback = cause;
    },
    lost() {
      failures = 0;
      setback = undefined;
    },
    async wait() {
      if (setback === undefined) return;
      const cause = setback;
      if (failures >= reconnect.attempts) throw giveUp(failures, cause);
      const delayMs = backoff(failures, reconnect, random());
      onRetry(failures, delayMs, cause);
      await clock.sleep(delayMs, signal);
      setback = undefined;
    },
  };
};
