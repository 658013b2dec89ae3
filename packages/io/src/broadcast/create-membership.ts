import type { AudioBlock } from './audio-block.js';
import type { LeaveReason, ListenerStatus } from './broadcast.types.js';
import type { Listener } from './listener.js';

/** The limits that are kept for each listener, in the units of the public options. */
export interface ListenerLimits {
  readonly queueBytes: number;
  readonly maxLagSeconds: number;
  readonly overflow: 'drop-listener' | 'skip-blocks';
  readonly heartbeatSeconds: number;
}

/** One listener with its account: what it got, what it missed, whether it keeps up. */
export interface Membership {
  readonly id: number;
  readonly listener: Listener;
  /** Hands a block over, whatever the queue. */
  write(block: AudioBlock): void;
  /** Hands a block over within the limits. Beyond them: skipped, or to be dropped as `slow`. */
  offer(block: AudioBlock): 'sent' | 'skipped' | 'slow';
  /** Takes its lag, once per ping interval, and says why it has to be dropped, if so. */
  verdict(now: number): LeaveReason | undefined;
  status(now: number): ListenerStatus;
}

/** Opens the account of a listener. */
export const createMembership = (
  id: number,
  listener: Listener,
  limits: ListenerLimits,
): Membership => {
  const since = performance.now();
  const dropsSlow = limits.overflow === 'drop-listener';
  let bytesSent = 0;
  let skippedBlocks = 0;
  let isSkipping = false;
  let lagSeconds = 0;

  /** Skipping ends well below the limits, so that a listener does not hop in and out of them. */
  const isBehind = (): boolean => {
    const share = isSkipping ? 0.5 : 1;
    return (
      listener.queuedBytes() > share * limits.queueBytes ||
      lagSeconds > share * limits.maxLagSeconds
    );
  };

  const write = (block: AudioBlock): void => {
    bytesSent += block.bytes.length;
    listener.write(block.bytes);
  };

  return {
    id,
    listener,
    write,
    offer: (block) => {
      isSkipping = isBehind();
      if (!isSkipping) {
        write(block);
        return 'sent';
      }
      if (dropsSlow) return 'slow';
      skippedBlocks += 1;
      return 'skipped';
    },
    verdict: (now) => {
      lagSeconds = listener.lagSeconds(now);
      const sign = listener.lastSignOfLife();
      if (sign !== undefined && now - sign > 1000 * limits.heartbeatSeconds) return 'dead';
      return dropsSlow && isBehind() ? 'slow' : undefined;
    },
    status: (now) => ({
      id,
      kind: listener.kind,
      connectedSeconds: (now - since) / 1000,
      bytesSent,
      queuedBytes: listener.queuedBytes(),
      lagSeconds: listener.lagSeconds(now),
      skippedBlocks,
    }),
  };
};
