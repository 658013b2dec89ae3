/** Aborts on Ctrl-C, on SIGTERM and after so many seconds, if any; a second Ctrl-C ends at once. */
export const untilStopped = (seconds: number): AbortSignal => {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stop.signal.aborted) process.exit(130);
      stop.abort();
    });
  }
  if (seconds > 0) setTimeout(() => stop.abort(), 1000 * seconds).unref();
  return stop.signal;
};
