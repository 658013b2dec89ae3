/**
 * Whether a value is an object or a function, of this realm or another (`instanceof Object` fails for
 * values of another realm, as test runners and frames make them). Internal to core.
 */
export const isObject = (value: unknown): value is object =>
  (typeof value === 'object' && value !== null) || typeof value === 'function';
