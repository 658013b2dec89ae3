import type { Clock, ScopeOwner } from '../demand/index.js';
import { AudioFlowError } from '../error/index.js';

/** Watches the end of a run: what makes no progress for `settleMs` is a `timeout`. */
export interface SettleGuard {
  /** Something moved: the wait begins anew. */
  progress(): void;
  /** Watches `what` until `stop`. */
  start(what: () => string, onTimeout: (error: AudioFlowError) => void): void;
  stop(): void;
  /** Runs the last work and waits for it and for all disposals of the scope, with a time limit. */
  settles(what: string, work: () => Promise<void> | undefined): Promise<void>;
}

/** However much progress there is, an ending takes at most this many times `settleMs`. */
const MOST_TIMES = 10;

/** Makes a {@link SettleGuard}. */
export const createSettleGuard = (
  clock: Clock,
  settleMs: number,
  scope: ScopeOwner,
): SettleGuard => {
  let watching: AbortController | undefined;
  let progressAt = 0;
  const timeout = (what: string): AudioFlowError => {
    const names = [what, ...scope.pending()].filter((name) => name !== '');
    return new AudioFlowError(
      'timeout',
      `run: did not settle within ${settleMs} ms, still waiting for: ${names.join(', ')}`,
      { details: { waitingFor: names, settleMs } },
    );
  };
  const stop = (): void => {
    watching?.abort();
    watching = undefined;
  };
  const start = (what: () => string, onTimeout: (error: AudioFlowError) => void): void => {
    stop();
    const mine = new AbortController();
    watching = mine;
    progressAt = clock.now();
    const watch = async (): Promise<void> => {
      const last = clock.now() + MOST_TIMES * settleMs;
      const left = (): number => Math.min(progressAt + settleMs, last) - clock.now();
      for (let ms = left(); ms > 0; ms = left()) await clock.sleep(ms, mine.signal);
      if (watching === mine) onTimeout(timeout(what()));
    };
    watch().catch(() => {});
  };
  const settles = (what: string, work: () => Promise<void> | undefined): Promise<void> =>
    new Promise((resolve, reject) => {
      let waitingFor = what;
      start(() => waitingFor, reject);
      const settle = async (): Promise<void> => {
        await work();
        waitingFor = '';
        await scope.idle();
      };
      settle().finally(stop).then(resolve, reject);
    });
  return {
    progress: () => {
      if (watching !== undefined) progressAt = clock.now();
    },
    start,
    stop,
    settles,
  };
};
