/** Lets a pipe to a child no longer keep this program running. */
export const letGo = (stream: unknown): void => {
  if (typeof stream !== 'object' || stream === null || !('unref' in stream)) return;
  if (typeof stream.unref === 'function') stream.unref();
};
