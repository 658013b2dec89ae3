import type { AudioBlock } from './audio-block.js';
import { webSocketMessage } from './web-socket-message.js';

interface BlockBuilder {
  add(bytes: Uint8Array, seconds: number): void;
  flush(): void;
}

/**
 * Gathers whole frames into blocks of `seconds` on the average: each ends with the first frame that
 * reaches its mark, and the next is shorter by what was too much. The cost of a broadcast is per write,
 * not per byte, so this is the one knob between CPU and latency. A frame waits at most twice `seconds`
 * of wall time, also when the source stalls.
 */
export const createBlockBuilder = (
  seconds: number,
  onBlock: (block: AudioBlock) => void,
): BlockBuilder => {
  let parts: Uint8Array[] = [];
  let held = 0;
  let due = seconds;
  let waitsFrom = 0;
  let timer: NodeJS.Timeout | undefined;
  const mostMs = 2000 * seconds;

  const flush = (): void => {
    if (parts.length === 0) return;
    const { message, payload } = webSocketMessage('binary', parts);
    const block = { bytes: payload, message, seconds: held };
    const excess = Math.max(0, held - due);
    due = seconds - Math.min(excess, seconds);
    parts = [];
    held = 0;
    onBlock(block);
  };

  // One timer for many blocks: each that is set and cleared wakes the process all the same.
  const watch = (ms: number): void => {
    timer = setTimeout(() => {
      timer = undefined;
      const rest = waitsFrom + mostMs - performance.now();
      if (rest <= 0) flush();
      else if (parts.length > 0) watch(rest);
    }, ms).unref();
  };

  const add = (bytes: Uint8Array, duration: number): void => {
    if (parts.length === 0) waitsFrom = performance.now();
    parts.push(bytes);
    held += duration;
    // Durations are sums of fractions: a block of 50 ms must not miss its mark by one rounding.
    if (held >= due - 1e-9) flush();
    else if (timer === undefined) watch(mostMs);
  };

  return { add, flush };
};
