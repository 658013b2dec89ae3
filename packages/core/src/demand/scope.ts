import { diagnostics } from './diagnostics.js';

/**
 * What the demands of one `run` share: the wish to stop, and the disposals that the run waits for.
 * Internal to core.
 */
export interface DemandScope {
  readonly stopping: boolean;
  /** Calls `listener` once when the scope stops (at once if it has); answers how to leave. */
  onStop(listener: () => void): () => void;
  /** A source has been subscribed although the scope is stopping: it ends without opening. */
  late(): void;
  /** Names a disposal that is under way. */
  track(name: string, work: Promise<unknown>): void;
}

/** The owner's side of a {@link DemandScope}. */
export interface ScopeOwner extends DemandScope {
  /** Tells everyone to end; answers how many listeners there were. */
  stop(): number;
  /** Names of the disposals still under way. */
  pending(): string[];
  /** Resolves when no disposal is under way. */
  idle(): Promise<void>;
}

/** Makes a scope; `onLate` is told of each source that comes too late. A disposal that fails is reported through `diagnostics`, it breaks nothing. */
export const createScope = (onLate: () => void = () => {}): ScopeOwner => {
  const listeners = new Set<() => void>();
  const disposals = new Map<Promise<unknown>, string>();
  let stopping = false;
  const track = (name: string, work: Promise<unknown>): void => {
    const settled: Promise<void> = work
      .then(undefined, (error: unknown) => {
        diagnostics.warn({ operator: name, message: `disposal failed: ${String(error)}` });
      })
      .then(() => {
        disposals.delete(settled);
      });
    disposals.set(settled, name);
  };
  const idle = async (): Promise<void> => {
    while (disposals.size > 0) await Promise.all(disposals.keys());
  };
  return {
    get stopping() {
      return stopping;
    },
    onStop: (listener) => {
      if (stopping) {
        listener();
        return () => {};
      }
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    late: onLate,
    track,
    stop: () => {
      if (stopping) return 0;
      stopping = true;
      const all = [...listeners];
      listeners.clear();
      for (const listener of all) listener();
      return all.length;
    },
    pending: () => [...disposals.values()],
    idle,
  };
};
