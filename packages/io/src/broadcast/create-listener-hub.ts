import type { AudioBlock } from './audio-block.js';
import type { BroadcastEvent, EndReason, LeaveReason, ListenerStatus } from './broadcast.types.js';
import type { Listener } from './listener.js';
import {
  createMembership,
  judgeMember,
  type ListenerLimits,
  type Membership,
  memberStatus,
  offerBlock,
  tellTitle,
  writeBlock,
} from './membership.js';
import type { StreamTitle } from './stream-title.js';

interface HubOptions extends ListenerLimits {
  readonly pingSeconds: number;
}

interface HubCounts {
  readonly joined: number;
  readonly dropped: number;
  readonly skippedBlocks: number;
  readonly bytesSent: number;
  readonly left: Readonly<Record<LeaveReason, number>>;
  readonly peakListeners: number;
}

/** All who listen at this moment. */
interface ListenerHub {
  join(listener: Listener, burst: readonly AudioBlock[], onLeft: () => void): void;
  /** Says what is playing to every listener, and to who joins later. */
  tell(title: StreamTitle): void;
  /** Hands a block to every listener. Never waits for one. */
  send(block: AudioBlock): void;
  /** Ends the listeners in order; those that are not gone after `withinMs` are reset. */
  endAll(reason: EndReason, withinMs: number): Promise<void>;
  size(): number;
  counts(): HubCounts;
  status(): readonly ListenerStatus[];
  dispose(): void;
}

/** Makes the set of listeners, and checks them once per ping interval until disposed. */
export const createListenerHub = (
  options: HubOptions,
  notify: (event: BroadcastEvent) => void,
): ListenerHub => {
  const members = new Map<number, Membership>();
  const ending = new Set<Membership>();
  const counts = { joined: 0, dropped: 0, skippedBlocks: 0, bytesSent: 0, peakListeners: 0 };
  const left = { closed: 0, ended: 0, slow: 0, dead: 0 };
  let title: StreamTitle | undefined;

  const leave = (member: Membership, reason: LeaveReason): void => {
    ending.delete(member);
    if (!members.delete(member.id)) return;
    left[reason] += 1;
    member.onLeft();
    notify({ type: 'left', id: member.id, kind: member.listener.kind, reason });
  };

  const drop = (member: Membership, reason: LeaveReason): void => {
    counts.dropped += 1;
    leave(member, reason);
    member.listener.reset();
  };

  const offer = (member: Membership, block: AudioBlock): void => {
    const outcome = offerBlock(member, block, options);
    if (outcome === 'sent') counts.bytesSent += block.bytes.length;
    else if (outcome === 'skipped') counts.skippedBlocks += 1;
    else drop(member, 'slow');
  };

  const check = (member: Membership, now: number): void => {
    const verdict = judgeMember(member, now, options);
    if (verdict === undefined) member.listener.tick(now);
    else drop(member, verdict);
  };

  let checkedAt = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    // When this process itself stood still, answers wait unread in its sockets: nobody is to blame.
    const isLate = now - checkedAt > 1000 * (options.pingSeconds + 0.5);
    checkedAt = now;
    if (!isLate) for (const member of members.values()) check(member, now);
  }, 1000 * options.pingSeconds).unref();

  return {
    join: (listener, burst, onLeft) => {
      counts.joined += 1;
      const member = createMembership(counts.joined, listener, onLeft);
      members.set(member.id, member);
      counts.peakListeners = Math.max(counts.peakListeners, members.size);
      notify({ type: 'joined', id: member.id, kind: listener.kind });
      void listener.gone.then(() => leave(member, ending.has(member) ? 'ended' : 'closed'));
      if (title !== undefined) tellTitle(member, title, options);
      for (const block of burst) {
        writeBlock(member, block);
        counts.bytesSent += block.bytes.length;
      }
    },
    tell: (next) => {
      title = next;
      for (const member of members.values())
        if (!ending.has(member)) tellTitle(member, next, options);
    },
    send: (block) => {
      // Looking each one up would cost a tenth of the whole.
      if (ending.size === 0) for (const member of members.values()) offer(member, block);
      else for (const member of members.values()) if (!ending.has(member)) offer(member, block);
    },
    endAll: async (reason, withinMs) => {
      const last = [...members.values()].filter((member) => !ending.has(member));
      for (const member of last) {
        ending.add(member);
        member.listener.end(reason);
      }
      const deadline = setTimeout(() => {
        // When this process itself stood still, the news that they are gone may wait unread.
        setImmediate(() => {
          for (const member of last) if (members.has(member.id)) drop(member, 'slow');
        });
      }, withinMs);
      await Promise.all(last.map((member) => member.listener.gone));
      clearTimeout(deadline);
    },
    size: () => members.size,
    counts: () => ({ ...counts, left: { ...left } }),
    status: () => {
      const now = performance.now();
      return [...members.values()].map((member) => memberStatus(member, now));
    },
    dispose: () => clearInterval(timer),
  };
};
