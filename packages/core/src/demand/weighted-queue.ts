import { AudioFlowError } from '../error/index.js';
import { currentEmission } from './current-demand.js';
import { DEFAULT_LIMIT_FACTOR, weigh } from './weigh.js';

/** A first-in first-out queue that knows its weight and refuses to pass its limit. */
export interface WeightedQueue<T> {
  readonly length: number;
  /** The sum of what the items weigh: samples, bytes, see `weigh`. */
  readonly weight: number;
  /**
   * Takes an item. Throws `limit-exceeded` if the queue is not empty and would pass its limit, unless the
   * item belongs to an emission that began while there was room: no source can be held in mid-emission.
   */
  push(item: T): void;
  /** The first item, wrapped so that `undefined` can be one; undefined when empty. */
  shift(): { readonly item: T } | undefined;
  clear(): void;
}

/** Options of {@link createWeightedQueue}. */
export interface WeightedQueueOptions {
  /** Whose queue it is, for the message. */
  readonly owner: string;
  /** Hard limit on the weight; one item of any weight is always taken. */
  readonly limit: number;
  /** What the user can do, for the message. */
  readonly mend: string;
}

/** Makes a {@link WeightedQueue}. */
export const createWeightedQueue = <T>(options: WeightedQueueOptions): WeightedQueue<T> => {
  const { owner, limit, mend } = options;
  let items: ({ readonly item: T } | undefined)[] = [];
  let head = 0;
  let weight = 0;
  /** The emission that was under way when there was room last. */
  let admitted = 0;
  return {
    get length() {
      return items.length - head;
    },
    get weight() {
      return weight;
    },
    push: (item) => {
      const more = weigh(item);
      const emission = currentEmission();
      if (weight * DEFAULT_LIMIT_FACTOR <= limit) admitted = emission;
      const isAdmitted = emission > 0 && emission === admitted;
      if (items.length > head && weight + more > limit && !isAdmitted) {
        throw new AudioFlowError(
          'limit-exceeded',
          `${owner}: its queue may hold ${limit} samples or bytes, and ${weight + more} came: ${mend}`,
          { details: { operator: owner, limit, weight: weight + more } },
        );
      }
      weight += more;
      items.push({ item });
    },
    shift: () => {
      const first = items[head];
      if (first === undefined) return undefined;
      items[head] = undefined;
      head += 1;
      weight -= weigh(first.item);
      if (head === items.length) {
        items = [];
        head = 0;
      } else if (head >= 1024) {
        items = items.slice(head);
        head = 0;
      }
      return first;
    },
    clear: () => {
      items = [];
      head = 0;
      weight = 0;
    },
  };
};
