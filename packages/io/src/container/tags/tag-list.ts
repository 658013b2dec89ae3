import type { Tags } from '../wav/index.js';

/** Tags as they are found, the first of each name. */
export interface TagList {
  add(name: string, value: string): void;
  readonly tags: Tags;
}

/** Makes an empty list. Names come from files: `constructor` and `__proto__` are names like any other. */
export const createTagList = (): TagList => {
  const found = new Map<string, string>();
  return {
    add: (name, value) => {
      if (value !== '' && !found.has(name)) found.set(name, value);
    },
    get tags() {
      return Object.fromEntries(found);
    },
  };
};
