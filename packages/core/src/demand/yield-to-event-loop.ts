let pending = 0;

const viaMessageChannel = (callback: () => void): void => {
  const channel = new MessageChannel();
  channel.port1.onmessage = () => {
    channel.port1.close();
    callback();
  };
  channel.port2.postMessage(null);
};

const turn: (callback: () => void) => void =
  typeof setImmediate === 'function'
    ? (callback) => void setImmediate(callback)
    : viaMessageChannel;

/** Calls back after the event loop has had a turn: `setImmediate`, or a message in browsers. */
export const yieldToEventLoop = (callback: () => void): void => {
  pending += 1;
  turn(() => {
    pending -= 1;
    callback();
  });
};

/** Calls that are still to come back: a pipeline with some of them is at work, not waiting. */
export const pendingYields = (): number => pending;
