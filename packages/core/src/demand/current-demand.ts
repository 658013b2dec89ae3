import type { Demand } from './demand.js';

let current: Demand | undefined;
let emission = 0;
let emissions = 0;
let runs = 0;

/**
 * The demand of the subscription or signal that is under way, or undefined outside one. A pausable
 * source takes it when it is subscribed; most people never call this.
 *
 * @example
 * import { createDemand, currentDemand, withDemand } from '@audioflow/core';
 * const demand = createDemand();
 * console.log(currentDemand(), withDemand(demand, currentDemand) === demand); // undefined true
 */
export const currentDemand = (): Demand | undefined => current;

/**
 * Calls `body` with `demand` as the current one, and restores what was current before.
 *
 * @example
 * import { createDemand, fromFrames, silence, withDemand } from '@audioflow/core';
 * const demand = createDemand();
 * const release = demand.hold();
 * let frames = 0;
 * withDemand(demand, () => silence({ duration: 1 }).subscribe(() => { frames += 1; }));
 * console.log(frames); // 0
 * demand.dispose();
 */
export const withDemand = <R>(demand: Demand | undefined, body: () => R): R => {
  const before = current;
  const outer = emission;
  current = demand;
  // What a source puts out while it is subscribed is no part of the emission that led to it.
  emission = 0;
  try {
    return body();
  } finally {
    current = before;
    emission = outer;
  }
};

/**
 * Emits a value under a demand. All that is put out meanwhile, by whatever operators make of the value,
 * is one emission: its source cannot be held in the middle of it.
 */
export const emitUnder = <T>(
  demand: Demand | undefined,
  out: { readonly next: (value: T) => void },
  value: T,
): void => {
  const before = current;
  const outer = emission;
  current = demand;
  if (emission === 0) {
    emissions += 1;
    emission = emissions;
  }
  try {
    out.next(value);
  } finally {
    current = before;
    emission = outer;
  }
};

/** Which emission is under way; 0 outside one. */
export const currentEmission = (): number => emission;

/** Counts the runs under way, so that a source can tell a lost demand from a plain subscribe. */
export const enterRun = (): (() => void) => {
  runs += 1;
  let inside = true;
  return () => {
    if (inside) runs -= 1;
    inside = false;
  };
};

/** Whether a `run` is under way anywhere in this process. */
export const runIsActive = (): boolean => runs > 0;
