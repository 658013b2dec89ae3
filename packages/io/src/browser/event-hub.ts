/** Listeners by event name. */
export interface EventHub<Events extends object> {
  /** Calls `listener` on each event from now on, until the function that is returned is called. */
  on<K extends keyof Events>(type: K, listener: (event: Events[K]) => void): () => void;
  emit<K extends keyof Events>(type: K, event: Events[K]): void;
}

/** Makes a typed set of listeners. */
export const createEventHub = <Events extends object>(): EventHub<Events> => {
  const listeners: { [K in keyof Events]?: Set<(event: Events[K]) => void> } = {};

  return {
    on: (type, listener) => {
      const set = listeners[type] ?? new Set();
      listeners[type] = set;
      set.add(listener);
      return () => {
        set.delete(listener);
      };
    },
    emit: (type, event) => {
      for (const listener of [...(listeners[type] ?? [])]) listener(event);
    },
  };
};
