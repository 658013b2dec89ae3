import type { Subscriber } from 'rxjs';
import { type Demand, emitUnder } from '../demand/index.js';

/** Where one call of an asynchronous kernel puts its outputs. */
export interface Lane<O> {
  readonly emit: (output: O) => boolean | Promise<boolean>;
  /** The call has settled. */
  end(): void;
}

/** The lanes of one operator: outputs leave in the order in which the lanes were opened. */
export interface OutputLanes<O> {
  /** Lanes that are open, or ended behind one that is. */
  readonly size: number;
  open(): Lane<O>;
  /** Ends a lane whose call has come back without a promise: it may serve the next call. */
  endAtOnce(lane: Lane<O>): void;
  close(): void;
}

interface Slot<O> extends Lane<O> {
  readonly held: O[];
  ended: boolean;
}

/** The demand downstream, and a child of it that is disposed with the subscription. */
export interface Room {
  readonly down: Demand;
  readonly room: Demand;
}

/** Makes the {@link OutputLanes} of an operator that emits to `out` under the demand `down`. */
export const createOutputLanes = <O>(
  out: Subscriber<O>,
  { down, room }: Room,
  onOutput: () => void,
): OutputLanes<O> => {
  const slots: Slot<O>[] = [];
  let spare: Slot<O> | undefined;
  let waiting: Promise<boolean> | undefined;

  const send = (output: O): void => {
    onOutput();
    emitUnder(down, out, output);
  };
  /** One promise for all that wait for the same room. */
  const awaitRoom = (): Promise<boolean> => {
    waiting ??= room.ready().then(() => {
      waiting = undefined;
      return !out.closed;
    });
    return waiting;
  };
  const advance = (): void => {
    for (let first = slots[0]; first !== undefined; first = slots[0]) {
      // What the lane emits meanwhile is held too, and comes last.
      for (const output of first.held) send(output);
      first.held.length = 0;
      if (!first.ended) return;
      slots.shift();
    }
  };
  const createSlot = (): Slot<O> => {
    const slot: Slot<O> = {
      held: [],
      ended: false,
      emit: (output) => {
        if (out.closed) return false;
        if (slots[0] === slot && slot.held.length === 0) send(output);
        else slot.held.push(output);
        if (out.closed) return false;
        return down.open ? true : awaitRoom();
      },
      end: () => {
        slot.ended = true;
        if (slots[0] === slot) advance();
      },
    };
    return slot;
  };
  return {
    get size() {
      return slots.length;
    },
    open: () => {
      const slot = spare ?? createSlot();
      spare = undefined;
      slot.ended = false;
      slots.push(slot);
      return slot;
    },
    endAtOnce: (lane) => {
      const alone = slots[0] === lane;
      const slot = slots.at(-1);
      lane.end();
      if (alone && slot === lane) spare = slot;
    },
    close: () => {
      slots.length = 0;
    },
  };
};
