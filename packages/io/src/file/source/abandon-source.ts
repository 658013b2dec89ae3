import { isObservable } from 'rxjs';

/** Lets go of a readable stream of bytes that is not read after all; anything else holds nothing yet. */
export const abandonSource = (source: unknown): void => {
  if (typeof source !== 'object' || source === null || isObservable(source)) return;
  if ('destroy' in source && typeof source.destroy === 'function') source.destroy();
  else if ('getReader' in source && 'cancel' in source && typeof source.cancel === 'function') {
    // One that somebody else reads is not to be cancelled here.
    Promise.resolve(source.cancel()).catch(() => undefined);
  }
};
