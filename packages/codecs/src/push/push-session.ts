import { AudioFlowError } from '@audioflow/core';

/** Where a push encoder or decoder stands. */
export type PushState = 'ready' | 'need-more' | 'empty';

/** Options of `get`. */
export interface PushGetOptions {
  /** The input has ended: take the short rest too, then what the codec holds. Default false. */
  readonly flush?: boolean;
}

/** The part of a session that ends it. */
interface Closable {
  close(): void | Promise<void>;
}

/** Keeps the life of a push encoder or decoder in order. */
export interface PushLife {
  /** Whether `get({ flush: true })` has ended the session. */
  readonly flushed: boolean;
  /** Checks that `put` is allowed. */
  expectOpen(): void;
  /** Checks that the session is not closed and no reset is under way. */
  expectUsable(): void;
  flush(): void;
  /**
   * Runs `reopen`, which puts a new session in the place of the old one; nothing else is allowed
   * meanwhile but `close`, which closes what `reopen` opens too. Where it fails there is no session:
   * only `reset` and `close` are allowed then.
   */
  reset(reopen: () => Promise<Closable>): Promise<void>;
  close(): void;
}

/** Makes the life of one push encoder or decoder; its methods throw `invalid-state`. */
export const createPushLife = (owner: string): PushLife => {
  let flushed = false;
  let resetting = false;
  let missing = false;
  let closed = false;
  const refuse = (expected: string, came: string): never => {
    throw new AudioFlowError('invalid-state', `${owner}: expected ${expected}, got ${came}`);
  };
  const expectSettled = (): void => {
    if (closed) refuse('an open session', 'a call after close(): open a new one');
    if (resetting) refuse('the end of reset()', 'a call before: await reset()');
  };
  const expectUsable = (): void => {
    expectSettled();
    if (missing)
      refuse('a session', 'a call after a reset() that failed: reset() again, or close()');
  };
  return {
    get flushed() {
      return flushed;
    },
    expectUsable,
    expectOpen: () => {
      expectUsable();
      if (flushed) {
        refuse('input before the end', 'put() after get({ flush: true }): call reset() first');
      }
    },
    flush: () => {
      flushed = true;
    },
    reset: async (reopen) => {
      expectSettled();
      resetting = true;
      missing = true;
      flushed = false;
      try {
        const session = await reopen();
        missing = false;
        // close() came meanwhile, and found only the old one.
        if (closed) await session.close();
      } finally {
        resetting = false;
      }
    },
    close: () => {
      closed = true;
    },
  };
};

/** Refuses a session that answers later: push encoders and decoders are for synchronous engines. */
export const expectSync = (owner: string, answer: void | Promise<void>): void => {
  if (answer === undefined) return;
  // Nobody waits for it: a failure of it must not end the program.
  answer.catch(() => {});
  throw new AudioFlowError(
    'unsupported',
    `${owner}: expected an engine that answers at once (native), got a promise: use the operator instead`,
  );
};
