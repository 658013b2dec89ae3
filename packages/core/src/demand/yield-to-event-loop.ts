const viaMessageChannel = (callback: () => void): void => {
  const channel = new MessageChannel();
  channel.port1.onmessage = () => {
    channel.port1.close();
    callback();
  };
  channel.port2.postMessage(null);
};

/** Calls back after the event loop has had a turn: `setImmediate`, or a message in browsers. */
export const yieldToEventLoop: (callback: () => void) => void =
  typeof setImmediate === 'function'
    ? (callback) => void setImmediate(callback)
    : viaMessageChannel;
