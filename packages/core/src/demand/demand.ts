import { abortedError } from './clock.js';
import { createScope, type DemandScope } from './scope.js';

/**
 * A handle on the room that is left downstream. Demands form a tree that mirrors the subscription
 * tree, the sink at the root: a hold anywhere closes everything above it.
 */
export interface Demand {
  /** Whether there is room: no hold here, nor anywhere downstream. */
  readonly open: boolean;
  /** Resolves when open (at once if it is) or disposed; rejects with `aborted` when `signal` aborts. */
  ready(signal?: AbortSignal): Promise<void>;
  /** Takes a token that closes this demand and all its children; answers the release, idempotent. */
  hold(): () => void;
  /** A demand further upstream: closed by its own holds and by everything that closes this one. */
  child(): Demand;
  /** Drops the tokens, leaves the parent and settles the waiters. Idempotent. */
  dispose(): void;
}

interface Inside {
  readonly scope: DemandScope;
  readonly listeners: Set<() => void>;
  readonly children: Set<(closed: boolean) => void>;
  readonly parent: Inside | undefined;
  /** Whether a source upstream waits for this demand. */
  pausable: boolean;
  /** Demands downstream of a fan-out that are pausable when this one is. */
  readonly followers: Set<Demand>;
}

const insides = new WeakMap<Demand, Inside>();

interface Waiter {
  readonly settle: () => void;
}

interface Parent {
  readonly demand: Demand;
  readonly inside: Inside;
}

const makeDemand = (scope: DemandScope, parent?: Parent): Demand => {
  const inside: Inside = {
    scope,
    listeners: new Set(),
    children: new Set(),
    parent: parent?.inside,
    pausable: false,
    followers: new Set(),
  };
  const waiters = new Set<Waiter>();
  let holds = 0;
  let disposed = false;
  let parentClosed = parent ? !parent.demand.open : false;
  let open = !parentClosed;
  let waking = false;

  const wake = (): void => {
    waking = false;
    if (!open && !disposed) return;
    for (const waiter of [...waiters]) waiter.settle();
  };
  const update = (): void => {
    const next = disposed || (holds === 0 && !parentClosed);
    if (next === open) return;
    open = next;
    for (const child of [...inside.children]) child(!open);
    for (const listener of [...inside.listeners]) listener();
    if (open && waiters.size > 0 && !waking) {
      waking = true;
      queueMicrotask(wake);
    }
  };
  const onParent = (closed: boolean): void => {
    parentClosed = closed;
    update();
  };
  parent?.inside.children.add(onParent);

  const ready = (signal?: AbortSignal): Promise<void> => {
    if (signal?.aborted) return Promise.reject(abortedError(signal));
    if (open) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const onAbort = (): void => {
        waiters.delete(waiter);
        reject(abortedError(signal));
      };
      const waiter: Waiter = {
        settle: () => {
          waiters.delete(waiter);
          signal?.removeEventListener('abort', onAbort);
          resolve();
        },
      };
      waiters.add(waiter);
      signal?.addEventListener('abort', onAbort, { once: true });
    });
  };
  const hold = (): (() => void) => {
    if (disposed) return () => {};
    holds += 1;
    update();
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      if (disposed) return;
      holds -= 1;
      update();
    };
  };
  const dispose = (): void => {
    if (disposed) return;
    disposed = true;
    holds = 0;
    parent?.inside.children.delete(onParent);
    update();
    inside.listeners.clear();
    if (waiters.size > 0) wake();
  };
  const demand: Demand = {
    get open() {
      return open;
    },
    ready,
    hold,
    child: () => makeDemand(scope, { demand, inside }),
    dispose,
  };
  insides.set(demand, inside);
  return demand;
};

/**
 * Makes a root demand: open until it is held. Operators that decouple their source from what is
 * downstream subscribe to it inside one of these.
 *
 * @example
 * import { createDemand } from '@audioflow/core';
 * const root = createDemand();
 * const source = root.child();
 * const release = root.hold();
 * console.log(source.open); // false
 * release();
 * console.log(source.open); // true
 */
export const createDemand = (scope: DemandScope = createScope()): Demand => makeDemand(scope);

/** The scope that a demand belongs to. A demand of foreign make has one of its own. */
export const scopeOf = (demand: Demand): DemandScope => insides.get(demand)?.scope ?? createScope();

/** Calls `listener` whenever `demand` opens or closes; answers how to leave. */
export const watchDemand = (demand: Demand, listener: () => void): (() => void) => {
  const inside = insides.get(demand);
  if (inside === undefined) return () => {};
  inside.listeners.add(listener);
  return () => inside.listeners.delete(listener);
};

const mark = (inside: Inside | undefined): void => {
  if (inside === undefined || inside.pausable) return;
  inside.pausable = true;
  mark(inside.parent);
  for (const demand of inside.followers) mark(insides.get(demand));
};

/** Notes that who emits upstream of `demand` waits for it: a pausable source, or a queue that drains. */
export const markPausable = (demand: Demand): void => mark(insides.get(demand));

/** Lets `demand` count as pausable as soon as `upstream` does; answers how to leave. */
export const followPausable = (upstream: Demand, demand: Demand): (() => void) => {
  const inside = insides.get(upstream);
  if (inside === undefined) return () => {};
  if (inside.pausable) markPausable(demand);
  inside.followers.add(demand);
  return () => inside.followers.delete(demand);
};

/** Whether a source upstream waits for this demand, so that holding it helps. */
export const isPausable = (demand: Demand): boolean => insides.get(demand)?.pausable ?? false;
