import { AudioFlowError } from '@audioflow/core';
import type { SessionOutput } from '@audioflow/core/codec';

/** Keeps the calls of a session in order whose work is done elsewhere, so that its outputs come later. */
export interface SessionCalls<O> {
  /** False as soon as `close` was called. */
  readonly live: boolean;
  /** Whether a call is under way. */
  readonly busy: boolean;
  /** Outputs that wait for the next call. */
  readonly waiting: number;
  /** Calls that have followed each other without a pause. */
  readonly streak: number;
  /** Puts an output out through the call that is under way, or the next one. */
  deliver(item: O): void;
  /** The session is lost: the call that is under way, and every later one, fails with this error. */
  fail(error: unknown): void;
  /** Runs a `push`, or an `end` after which nothing more is taken. */
  enter(call: 'push' | 'end', out: SessionOutput<O>, work: () => void | Promise<void>): Answer;
  /** Within a call: waits until `ready` answers true at a `wake`, or for `withinMs` at most. */
  until(ready: () => boolean, withinMs?: number): Promise<void>;
  /** Something has changed that a call may wait for. */
  wake(): void;
  /** Idempotent; a call that is under way ends without more outputs. */
  close(): void;
}

/** What a call answers: nothing when it is done, else a promise. */
export type Answer = void | Promise<void>;

/** A pause between two calls from this length on is one in which the caller had nothing to bring. */
const PAUSE_MS = 1;

interface Waiter {
  readonly ready: () => boolean;
  settle(error?: unknown): void;
}

/**
 * Makes the {@link SessionCalls} of one session. Outputs reach `out` only while a call is under way, as
 * the contract of sessions has it; what comes between two calls is held for the next one.
 *
 * @param owner The session's name: it begins the messages.
 * @param onBusy Told when a call begins to wait, and when it is done.
 * @throws AudioFlowError `invalid-state` from `enter`, when the session has ended, is closed, or is busy.
 *
 * @example
 * import { createSessionCalls } from '@audioflow/codecs/engine';
 * const calls = createSessionCalls('mine', () => {});
 * calls.deliver('early');
 * calls.enter('push', (item) => console.log(item), () => calls.deliver('at once'));
 * // early
 * // at once
 */
export const createSessionCalls = <O>(
  owner: string,
  onBusy: (busy: boolean) => void,
): SessionCalls<O> => {
  let state: 'open' | 'ended' | 'closed' = 'open';
  let current: SessionOutput<O> | undefined;
  let held: O[] = [];
  let failure: { readonly error: unknown } | undefined;
  let waiter: Waiter | undefined;
  let settledAt = Number.NEGATIVE_INFINITY;
  let streak = 0;

  const wake = (): void => {
    if (waiter === undefined) return;
    if (state === 'closed') waiter.settle();
    else if (failure !== undefined) waiter.settle(failure.error);
    else if (waiter.ready()) waiter.settle();
  };
  const fail = (error: unknown): void => {
    failure ??= { error };
    wake();
  };
  const put = (item: O): void => {
    if (state === 'closed') return;
    if (current === undefined) held.push(item);
    else current(item);
  };
  const flush = (): void => {
    const ready = held;
    held = [];
    for (const item of ready) put(item);
  };
  const raise = (): void => {
    if (failure !== undefined && state !== 'closed') throw failure.error;
  };
  const settle = (): void => {
    current = undefined;
    settledAt = performance.now();
  };
  const refuse = (call: string): never => {
    const came =
      current === undefined ? `${call} on a session that is ${state}` : 'a call inside another';
    throw new AudioFlowError(
      'invalid-state',
      `${owner}: expected an open session and one call at a time, got ${came}: await each call`,
      { details: { owner, state } },
    );
  };
  const finish = async (work: Promise<void>): Promise<void> => {
    onBusy(true);
    try {
      await work;
      raise();
    } finally {
      settle();
      onBusy(false);
    }
  };

  return {
    get live() {
      return state !== 'closed';
    },
    get busy() {
      return current !== undefined;
    },
    get waiting() {
      return held.length;
    },
    get streak() {
      return streak;
    },
    deliver: (item) => {
      try {
        put(item);
      } catch (error) {
        // What downstream throws belongs to the call, not to whoever brought the output.
        fail(error);
      }
    },
    fail,
    enter: (call, out, work) => {
      if (current !== undefined || state !== 'open') refuse(call);
      streak = performance.now() - settledAt < PAUSE_MS ? streak + 1 : 0;
      current = out;
      if (call === 'end') state = 'ended';
      let later: Answer;
      try {
        flush();
        raise();
        later = work();
        if (later === undefined) raise();
      } catch (error) {
        settle();
        throw error;
      }
      if (later !== undefined) return finish(later);
      settle();
      return undefined;
    },
    until: (ready, withinMs) =>
      new Promise((resolve, reject) => {
        const timer =
          withinMs === undefined ? undefined : setTimeout(() => mine.settle(), withinMs);
        const mine: Waiter = {
          ready,
          settle: (error) => {
            clearTimeout(timer);
            waiter = undefined;
            if (error === undefined) resolve();
            else reject(error);
          },
        };
        waiter = mine;
        wake();
      }),
    wake,
    close: () => {
      state = 'closed';
      held = [];
      wake();
    },
  };
};
