import { isObject } from './is-object.js';

/** Whether a value must be awaited. Internal to core. */
export const isPromise = <T>(value: T | Promise<T>): value is Promise<T> =>
  isObject(value) && 'then' in value && typeof value.then === 'function';
