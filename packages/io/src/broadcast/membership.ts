import type { Socket } from 'node:net';
import type { AudioBlock } from './audio-block.js';
import type { BroadcasterOptions, LeaveReason, ListenerStatus } from './broadcast.types.js';
import type { Listener } from './listener.js';
import type { StreamTitle } from './stream-title.js';
import { writeAtOnce } from './write-at-once.js';

/** The limits that are kept for each listener, in the units of the public options. */
export interface ListenerLimits {
  readonly queueBytes: number;
  readonly maxLagSeconds: number;
  readonly overflow: NonNullable<BroadcasterOptions['overflow']>;
  readonly heartbeatSeconds: number;
}

/**
 * One listener with its account: what it got, what it missed, whether it keeps up. A flat record without
 * functions of its own: a block visits thousands of them, and what it touches there is not in the cache.
 */
export interface Membership {
  readonly id: number;
  readonly listener: Listener;
  /** Where blocks go as they are, if they do. */
  readonly plain: Socket | undefined;
  readonly since: number;
  /** Told once it has left. */
  readonly onLeft: () => void;
  bytesSent: number;
  skippedBlocks: number;
  isSkipping: boolean;
  /** As of the last check. */
  lagSeconds: number;
  /** What it is told with the next block. */
  untold: StreamTitle | undefined;
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
  onLeft: () => void,
): Membership => ({
  id,
  listener,
  plain: listener.plain,
  since: performance.now(),
  onLeft,
  bytesSent: 0,
  skippedBlocks: 0,
  isSkipping: false,
  lagSeconds: 0,
  untold: undefined,
});

const queuedBytes = ({ plain, listener }: Membership): number =>
  plain === undefined ? listener.queuedBytes() : plain.writableLength;

const isBehind = (member: Membership, limits: ListenerLimits): boolean =>
  queuedBytes(member) > limits.queueBytes ||
  (limits.overflow !== 'keep' && member.lagSeconds > limits.maxLagSeconds);

/** Hands a block over, whatever the queue. */
export const writeBlock = (member: Membership, block: AudioBlock): void => {
  const { plain, listener } = member;
  if (member.untold !== undefined) listener.tell(member.untold);
  member.untold = undefined;
  member.bytesSent += block.bytes.length;
  if (plain === undefined) listener.write(block);
  else if (plain.writable) {
    writeAtOnce(plain, block.bytes);
    if (plain.writableLength > 0) listener.noteQueued(block.bytes.length);
  }
};

const goesOnSkipping = (member: Membership): boolean => {
  if (!member.listener.hasCaughtUp()) return true;
  member.isSkipping = false;
  member.lagSeconds = 0;
  return false;
};

/** Hands a block over within the limits. Beyond them: skipped, or to be dropped as `slow`. */
export const offerBlock = (
  member: Membership,
  block: AudioBlock,
  limits: ListenerLimits,
): 'sent' | 'skipped' | 'slow' => {
  const mustSkip = member.isSkipping && goesOnSkipping(member);
  if (!mustSkip && !isBehind(member, limits)) {
    writeBlock(member, block);
    return 'sent';
  }
  if (limits.overflow !== 'skip-to-live') return 'slow';
  if (!member.isSkipping) member.listener.beginCatchingUp();
  member.isSkipping = true;
  member.skippedBlocks += 1;
  return 'skipped';
};

/** Says what is playing: now, or once it has caught up. */
export const tellTitle = (member: Membership, title: StreamTitle, limits: ListenerLimits): void => {
  if (member.isSkipping || isBehind(member, limits)) member.untold = title;
  else member.listener.tell(title);
};

/** Takes its lag, once per ping interval, and says why it has to be dropped, if so. */
export const judgeMember = (
  member: Membership,
  now: number,
  limits: ListenerLimits,
): LeaveReason | undefined => {
  const { listener } = member;
  member.lagSeconds = listener.lagSeconds(now);
  const sign = listener.lastSignOfLife();
  if (sign !== undefined && now - sign > 1000 * limits.heartbeatSeconds) return 'dead';
  if (limits.overflow !== 'skip-to-live') return isBehind(member, limits) ? 'slow' : undefined;
  return member.lagSeconds > GIVE_UP * limits.maxLagSeconds ? 'slow' : undefined;
};

/** What `status` shows of a listener. */
export const memberStatus = (member: Membership, now: number): ListenerStatus => ({
  id: member.id,
  kind: member.listener.kind,
  connectedSeconds: (now - member.since) / 1000,
  bytesSent: member.bytesSent,
  queuedBytes: queuedBytes(member),
  lagSeconds: member.listener.lagSeconds(now),
  skippedBlocks: member.skippedBlocks,
});
