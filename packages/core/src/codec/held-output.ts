/** Whether there is room for more, or when there will be; false where nobody takes any more. */
type Room = boolean | Promise<boolean>;

/** The way out of a session's calls, one at a time. */
export interface HeldOutput<T> {
  /** For the next call: where its outputs go. */
  through(emit: (item: T) => Room): (item: T) => void;
  /** Waits for room, and puts out what is held, as there is room; false where nobody takes any more. */
  drain(): Promise<boolean>;
  /** Ends a call: nothing where it is done and nothing is held, else when that is so. */
  settle(work: void | Promise<void>): void | Promise<void>;
}

/**
 * Makes a {@link HeldOutput}. A session answers one call with as many outputs as it likes, also with those of
 * calls before, where its work is done elsewhere: once there is no room downstream, the others are held until
 * there is. What is held is what the session had under way.
 */
export const createHeldOutput = <T>(): HeldOutput<T> => {
  let emit: (item: T) => Room = () => false;
  let room: Room = true;
  let held: T[] = [];
  const put = (item: T): void => {
    if (room === true) room = emit(item);
    else if (room !== false) held.push(item);
  };
  const drain = async (): Promise<boolean> => {
    while (room !== true) {
      room = await room;
      const ready = held;
      held = [];
      if (!room) return false;
      for (const item of ready) put(item);
    }
    return true;
  };
  const finish = async (work: void | Promise<void>): Promise<void> => {
    try {
      await work;
    } finally {
      // What came before an error goes before it.
      if (held.length > 0) await drain();
    }
  };
  return {
    through: (out) => {
      emit = out;
      // Whoever calls has waited for room.
      room = true;
      return put;
    },
    drain,
    settle: (work) => (work === undefined && held.length === 0 ? undefined : finish(work)),
  };
};
