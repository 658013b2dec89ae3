import { type Demand, diagnostics, type OperatorFigures } from '../demand/index.js';

/** Holds a demand while asked to, and keeps the operator's figures for `diagnostics`. */
export interface HoldMeter {
  /** Holds the demand, or lets it go. */
  set(hold: boolean): void;
  took(): void;
  gave(): void;
  dropped(items?: number): void;
  /** The operator has ended: publishes the last figures. */
  end(): void;
}

/** Makes a {@link HoldMeter} for the operator `name` that holds `up`. */
export const createHoldMeter = (name: string, up: Demand, queued: () => number): HoldMeter => {
  let release: (() => void) | undefined;
  let since = 0;
  let heldMs = 0;
  let taken = 0;
  let given = 0;
  let lost = 0;
  const publish = (event: OperatorFigures['event']): void => {
    if (!diagnostics.active) return;
    diagnostics.figures({
      operator: name,
      event,
      in: taken,
      out: given,
      queue: queued(),
      dropped: lost,
      heldMs,
    });
  };
  const letGo = (): void => {
    if (!release) return;
    heldMs += performance.now() - since;
    release();
    release = undefined;
  };
  return {
    set: (hold) => {
      if (hold === (release !== undefined)) return;
      if (hold) {
        since = performance.now();
        release = up.hold();
        publish('hold');
      } else {
        letGo();
        publish('release');
      }
    },
    took: () => {
      taken += 1;
    },
    gave: () => {
      given += 1;
    },
    dropped: (items = 1) => {
      lost += items;
    },
    end: () => {
      letGo();
      publish('end');
    },
  };
};
