/**
 * How far a client is behind: the age of the oldest ping that it has not answered. It answers only what it has read, so this sees through the
 * buffers of the kernel, which take hours of such frames.
 */
export const createLagMeter = () => {
  const pings: { readonly sequence: number; readonly at: number }[] = [];
  let sequence = 0;
  let alive = performance.now();
  return {
    /** The payload of a ping that goes out now. */
    ping: (now: number): string => {
      sequence += 1;
      pings.push({ sequence, at: now });
      return String(sequence);
    },
    pong: (payload: string, now: number): void => {
      const told = Number(payload);
      if (!pings.some((ping) => ping.sequence === told)) return;
      alive = now;
      while (pings[0] !== undefined && pings[0].sequence <= told) pings.shift();
    },
    lagMs: (now: number): number => Math.max(0, now - (pings[0]?.at ?? now)),
    silentMs: (now: number): number => now - alive,
  };
};
