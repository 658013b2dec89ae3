import { type Observable, Subscriber } from 'rxjs';
import {
  type Clock,
  createDemand,
  createScope,
  createWeightedQueue,
  currentDemand,
  type Demand,
  diagnostics,
  emitUnder,
  enterSubscription,
  followPausable,
  scopeOf,
  watchDemand,
  withDemand,
} from '../demand/index.js';
import { AudioFlowError } from '../error/index.js';

/** The checked options of `tee` and `sharePaced`. */
export interface FanOutSettings {
  readonly name: string;
  readonly pace: 'slowest' | 'fastest';
  readonly limit: number;
  readonly stallTimeoutMs?: number | undefined;
  readonly onStall: 'report' | 'drop';
  readonly clock: Clock;
}

/** One subscription to a source, with several branches that come and go. Internal to core. */
export interface FanOut<T> {
  /** Whether the source has ended, or all branches have left it. */
  readonly over: boolean;
  /** Whether all branches have left before the source ended. */
  readonly abandoned: boolean;
  /** Adds a branch; after the end it gets the end. */
  add(out: Subscriber<T>): void;
  /** Subscribes to the source. */
  connect(): void;
}

interface Branch<T> {
  readonly out: Subscriber<T>;
  readonly demand: Demand;
  deliver(item: T): void;
  finish(end: () => void): void;
  isOpen(): boolean;
  stopping: boolean;
}

/** Makes a {@link FanOut} over `source`. */
export const createFanOut = <T>(source: Observable<T>, settings: FanOutSettings): FanOut<T> => {
  const { name, pace, limit } = settings;
  const branches = new Set<Branch<T>>();
  const scope = createScope();
  const up = createDemand(scope);
  let release: (() => void) | undefined;
  let connected = false;
  let abandoned = false;
  /** Items that came in while one was being delivered: they wait, so that signals stay serial. */
  const arrivals: T[] = [];
  let delivering = false;
  let terminal: ((out: Subscriber<T>) => void) | undefined;

  const balance = (): void => {
    const states = [...branches].map((branch) => branch.isOpen());
    const open =
      states.length === 0 ||
      (pace === 'slowest' ? states.every((is) => is) : states.some((is) => is));
    if (open) {
      release?.();
      release = undefined;
    } else release ??= up.hold();
  };

  const leave = (branch: Branch<T>): void => {
    branches.delete(branch);
    if (branches.size > 0 || !connected) {
      balance();
      return;
    }
    abandoned = terminal === undefined;
    terminal ??= (out) => out.complete();
    upstream.unsubscribe();
    up.dispose();
    scopeOf(branch.demand).track(name, scope.idle());
  };

  /** Branches whose run wants to stop: all of them stop the source, some of them just end. */
  const stopBranches = (): void => {
    if (scope.stopping) return;
    const stopping = [...branches].filter((branch) => branch.stopping);
    if (stopping.length === branches.size && scope.stop() > 0) return;
    for (const branch of stopping) branch.finish(() => branch.out.complete());
  };

  const createBranch = (out: Subscriber<T>): Branch<T> => {
    const demand = currentDemand() ?? createDemand();
    const queue = createWeightedQueue<T>({
      owner: `${name} branch`,
      limit,
      mend: "make this branch faster, raise `limit`, or use pace 'slowest'",
    });
    let ending: (() => void) | undefined;
    const drain = (): void => {
      while (!out.closed && demand.open) {
        const first = queue.shift();
        if (first === undefined) break;
        emitUnder(demand, out, first.item);
      }
      if (ending && queue.length === 0) withDemand(demand, ending);
    };
    const branch: Branch<T> = {
      out,
      demand,
      stopping: false,
      isOpen: () => demand.open && queue.length === 0,
      deliver: (item) => {
        if (out.closed || ending) return;
        if (pace === 'slowest' || (demand.open && queue.length === 0)) {
          emitUnder(demand, out, item);
          return;
        }
        try {
          queue.push(item);
        } catch (error) {
          withDemand(demand, () => out.error(error));
        }
      },
      finish: (end) => {
        ending = end;
        drain();
      },
    };
    const unwatch = watchDemand(demand, () => {
      if (demand.open && queue.length > 0) queueMicrotask(drain);
      balance();
    });
    const unstall = watchStall(branch);
    enterSubscription();
    const unfollow = followPausable(up, demand);
    const unstop = scopeOf(demand).onStop(() => {
      branch.stopping = true;
      queueMicrotask(stopBranches);
    });
    out.add(() => {
      unwatch();
      unstall();
      unstop();
      unfollow();
      queue.clear();
      leave(branch);
    });
    return branch;
  };

  const watchStall = (branch: Branch<T>): (() => void) => {
    const { stallTimeoutMs, clock, onStall } = settings;
    if (stallTimeoutMs === undefined) return () => {};
    let waiting: AbortController | undefined;
    const stalled = (): void => {
      const message = `${name}: a branch took nothing for ${stallTimeoutMs} ms`;
      diagnostics.warn({ operator: name, message });
      if (onStall === 'drop') branch.out.error(new AudioFlowError('timeout', message));
    };
    const watch = (): void => {
      waiting?.abort();
      waiting = undefined;
      if (branch.demand.open || branch.out.closed) return;
      waiting = new AbortController();
      clock.sleep(stallTimeoutMs, waiting.signal).then(stalled, () => {});
    };
    const unwatch = watchDemand(branch.demand, watch);
    watch();
    return () => {
      unwatch();
      waiting?.abort();
    };
  };

  const end = (how: (out: Subscriber<T>) => void): void => {
    terminal = how;
    for (const branch of [...branches]) branch.finish(() => how(branch.out));
  };
  /** An error overtakes what waits. */
  const fail = (error: unknown): void => {
    terminal = (out) => out.error(error);
    for (const { out, demand } of [...branches]) withDemand(demand, () => out.error(error));
  };

  const upstream = new Subscriber<T>({
    next: (item) => {
      arrivals.push(item);
      if (delivering) return;
      delivering = true;
      for (const next of arrivals) for (const branch of [...branches]) branch.deliver(next);
      arrivals.length = 0;
      delivering = false;
    },
    error: fail,
    complete: () => end((out) => out.complete()),
  });

  return {
    get over() {
      return terminal !== undefined;
    },
    get abandoned() {
      return abandoned;
    },
    add: (out) => {
      if (terminal) {
        terminal(out);
        return;
      }
      branches.add(createBranch(out));
      balance();
    },
    connect: () => {
      if (connected || terminal) return;
      connected = true;
      withDemand(up, () => source.subscribe(upstream));
    },
  };
};
