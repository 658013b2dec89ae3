import { AudioFlowError } from './audio-flow-error.js';

/** Refuses, for JavaScript users, an argument that is no function. Internal to core. */
export const checkFunction = (owner: string, what: string, value: unknown): void => {
  if (typeof value === 'function') return;
  throw new AudioFlowError(
    'invalid-option',
    `${owner}: expected ${what}, a function, got ${value === null ? 'null' : typeof value}`,
  );
};
