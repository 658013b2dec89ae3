import { AudioFlowError } from '@audioflow/core';
import { type Fork, startFork } from './start-fork.js';

/** Processes of sessions that are open, and those that wait for the next one. */
const MOST_FORKS = 64;
/** How long a process waits for another session. */
const IDLE_MS = 1000;
/** How many wait at most. */
const MOST_IDLE = 4;

interface Idle {
  readonly fork: Fork;
  readonly memoryMb: number;
  readonly timer: ReturnType<typeof setTimeout>;
}

let idle: readonly Idle[] = [];
let inUse = 0;

const drop = (entry: Idle): void => {
  clearTimeout(entry.timer);
  idle = idle.filter((other) => other !== entry);
};

/** The forked processes of this program. A session has one for itself, so that a crash ends no other. */
export const forkPool = {
  /**
   * A process for one session: one that is idle, or a new one.
   *
   * @throws AudioFlowError `limit-exceeded` when too many are in use, `unavailable` where none can be made.
   */
  take: (memoryMb: number): Fork => {
    if (inUse >= MOST_FORKS) {
      throw new AudioFlowError(
        'limit-exceeded',
        `fork engine: expected at most ${MOST_FORKS} open sessions, each in a process of its own: ` +
          "close some, or use engine: 'native'",
      );
    }
    const entry = idle.find(({ fork, memoryMb: limit }) => fork.alive && limit === memoryMb);
    if (entry !== undefined) drop(entry);
    const fork = entry?.fork ?? startFork(memoryMb);
    fork.listener = undefined;
    inUse++;
    return fork;
  },
  /** Gives a process back; only one whose session has ended in order is kept. */
  give: async (fork: Fork, memoryMb: number, reusable: boolean): Promise<void> => {
    inUse--;
    fork.listener = undefined;
    if (!reusable || !fork.alive || idle.length >= MOST_IDLE) {
      await fork.kill();
      return;
    }
    const timer = setTimeout(() => {
      drop(entry);
      void fork.kill();
    }, IDLE_MS);
    timer.unref();
    const entry: Idle = { fork, memoryMb, timer };
    idle = [...idle, entry];
    fork.hold(false);
  },
};
