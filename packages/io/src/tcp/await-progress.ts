import type { AudioFlowError } from '@audioflow/core';

/** What {@link awaitProgress} watches. */
export interface ProgressWatch {
  /** Any number that changes while the work goes on. */
  progress(): number;
  /** The work is late when the number has stood still for so long, in ms. */
  readonly timeoutMs: number;
  late(): AudioFlowError;
}

/** So often the number is looked at within the time limit. */
const LOOKS = 4;

/** Waits for work as long as it makes progress; rejects with `late()` when it stands still. */
export const awaitProgress = <T>(work: Promise<T>, watch: ProgressWatch): Promise<T> => {
  let timer: ReturnType<typeof setInterval> | undefined;
  const stuck = new Promise<never>((_, reject) => {
    let seen = watch.progress();
    let looks = 0;
    timer = setInterval(() => {
      const now = watch.progress();
      looks = now === seen ? looks + 1 : 0;
      seen = now;
      if (looks === LOOKS) reject(watch.late());
    }, watch.timeoutMs / LOOKS);
  });
  return Promise.race([work, stuck]).finally(() => clearInterval(timer));
};
