/** What ends together: with a signal, or before it. */
export interface Lifetime {
  readonly signal: AbortSignal;
  /** Ends it, and lets go of the signal that it followed; idempotent. */
  end(): void;
}

/** Begins a lifetime that ends with `signal` at the latest. */
export const openLifetime = (signal: AbortSignal | undefined): Lifetime => {
  const controller = new AbortController();
  const end = (): void => {
    signal?.removeEventListener('abort', end);
    controller.abort();
  };
  if (signal?.aborted === true) controller.abort();
  else signal?.addEventListener('abort', end, { once: true });
  return { signal: controller.signal, end };
};
