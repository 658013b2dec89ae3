import { AudioFlowError } from '@audioflow/core';

/** Keeps a single-use session in order. */
export interface SessionGuard {
  /** False as soon as `close` was called: long work can stop. */
  readonly live: boolean;
  /** Runs a `push`, or an `end` after which nothing more is taken. */
  enter(call: 'push' | 'end', work: () => void): void;
  /** Idempotent; inside `push` or `end` the release waits for their return. */
  close(): void;
}

/**
 * Makes the guard of a session: calls after the end throw instead of reaching native code, and what
 * the session holds is released exactly once, never under a running call.
 *
 * @param owner The session's name: it begins the messages.
 * @param release Frees what the session holds.
 * @throws AudioFlowError `invalid-state` from `enter`, when the session has ended, is closed, or is busy.
 *
 * @example
 * import { createSessionGuard } from '@audioflow/codecs/engine';
 * const guard = createSessionGuard('mine', () => console.log('released'));
 * guard.enter('push', () => {
 *   guard.close();
 *   console.log('still busy');
 * });
 * // still busy
 * // released
 */
export const createSessionGuard = (owner: string, release: () => void): SessionGuard => {
  let state: 'open' | 'ended' | 'closed' = 'open';
  let busy = false;
  let released = false;
  const settle = (): void => {
    if (busy || released || state !== 'closed') return;
    released = true;
    release();
  };
  return {
    get live() {
      return state !== 'closed';
    },
    enter: (call, work) => {
      if (busy || state !== 'open') {
        const came = busy ? 'a call inside a running one' : `${call} on a session that is ${state}`;
        throw new AudioFlowError(
          'invalid-state',
          `${owner}: expected an open session, got ${came}: open a new one`,
          { details: { owner, state } },
        );
      }
      busy = true;
      if (call === 'end') state = 'ended';
      try {
        work();
      } finally {
        busy = false;
        settle();
      }
    },
    close: () => {
      state = 'closed';
      settle();
    },
  };
};
