import type { AudioBlock } from './audio-block.js';
import type { BroadcasterOptions, LeaveReason, ListenerStatus } from './broadcast.types.js';
import type { Listener } from './listener.js';
import type { StreamTitle } from './stream-title.js';

/** The limits that are kept for each listener, in the units of the public options. */
export interface ListenerLimits {
  readonly queueBytes: number;
  readonly maxLagSeconds: number;
  readonly overflow: NonNullable<BroadcasterOptions['overflow']>;
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
  /** Says what is playing: now, or once it has caught up. */
  tell(title: StreamTitle): void;
  /** Takes its lag, once per ping interval, and says why it has to be dropped, if so. */
  verdict(now: number): LeaveReason | undefined;
  status(now: number): ListenerStatus;
}

/**
 * A listener that is skipped costs nothing but its place: it may take so many times `maxLagSeconds`
 * until it is given up.
 */
const GIVE_UP = 30;

/** Opens the account of a listener. */
export const createMembership = (
  id: number,
  listener: Listener,
  limits: ListenerLimits,
): Membership => {
  const { overflow, queueBytes, maxLagSeconds } = limits;
  const since = performance.now();
  let bytesSent = 0;
  let skippedBlocks = 0;
  let isSkipping = false;
  let untold: StreamTitle | undefined;
  let lagSeconds = 0;

  const isBehind = (): boolean =>
    listener.queuedBytes() > queueBytes || (overflow !== 'keep' && lagSeconds > maxLagSeconds);

  const mustSkip = (): boolean => {
    if (isSkipping && listener.hasCaughtUp()) {
      isSkipping = false;
      lagSeconds = 0;
    }
    return isSkipping || isBehind();
  };

  const write = (block: AudioBlock): void => {
    if (untold !== undefined) listener.tell(untold);
    untold = undefined;
    bytesSent += block.bytes.length;
    listener.write(block);
  };

  return {
    id,
    listener,
    write,
    offer: (block) => {
      if (!mustSkip()) {
        write(block);
        return 'sent';
      }
      if (overflow !== 'skip-to-live') return 'slow';
      isSkipping = true;
      skippedBlocks += 1;
      return 'skipped';
    },
    tell: (title) => {
      if (isSkipping || isBehind()) untold = title;
      else listener.tell(title);
    },
    verdict: (now) => {
      lagSeconds = listener.lagSeconds(now);
      const sign = listener.lastSignOfLife();
      if (sign !== undefined && now - sign > 1000 * limits.heartbeatSeconds) return 'dead';
      if (overflow !== 'skip-to-live') return isBehind() ? 'slow' : undefined;
      return lagSeconds > GIVE_UP * maxLagSeconds ? 'slow' : undefined;
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
