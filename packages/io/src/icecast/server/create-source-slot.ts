import { setTimeout as sleep } from 'node:timers/promises';
import { isAudioFlowError, type Packet, run } from '@audioflow/core';
import type { Observable } from 'rxjs';
import type { BroadcastTitle } from '../../broadcast/index.js';
import type { Refusal } from '../../broadcast/refusal.js';
import type { MountSettings } from './icecast-options.js';
import type { SourceEnd, SourceStatus } from './icecast-server.types.js';
import type { SourceOffer } from './source-offer.js';

/** What a slot needs of its mount. */
export interface SlotHost {
  /** What is played of a source, or why its format does not fit. */
  prepare(offer: SourceOffer): Observable<Packet> | Refusal;
  /** Answers how long to wait before the next, in ms. */
  push(packet: Packet): number;
  setTitle(title: BroadcastTitle, offer: SourceOffer): void;
  /** A source's first packet is about to be pushed. */
  onAir(offer: SourceOffer): void;
  /** It is silent, and has not left: it may go on. */
  onStalled(): void;
  onResumed(): void;
  onLeft(offer: SourceOffer, reason: SourceEnd, message: string): void;
  /** Nobody is on the air any more; called after `onLeft`. */
  onEmpty(reason: SourceEnd): void;
}

/** A right to come on the air, held from the password to the first packet. */
export interface Reservation {
  /** Comes on the air; resolves when it has left. Never rejects. */
  begin(offer: SourceOffer): Promise<SourceEnd>;
  /** Gives the right back, if it has not begun. */
  release(): void;
}

/** The one place on the air that a mount has for sources. */
export interface SourceSlot {
  reserve(): Reservation | Refusal;
  /** The source on the air. */
  status(): SourceStatus | undefined;
  close(): void;
}

interface ActiveSource {
  /** Whether it is silent: then it makes way for another. */
  readonly isStalled: boolean;
  end(reason: SourceEnd, refusal: Refusal): void;
  status(): SourceStatus;
}

const BUSY: Refusal = {
  status: 403,
  code: 'unavailable',
  message: 'this mount is in use: another source is on the air',
};
const REPLACED: Refusal = {
  status: 409,
  code: 'aborted',
  message: 'another source has taken the mount',
};
const CLOSING: Refusal = {
  status: 503,
  code: 'unavailable',
  message: 'the server is being closed',
};

const late = (ms: number): Refusal => ({
  status: 408,
  code: 'timeout',
  message: `expected audio within ${ms} ms`,
});

const endOf = (error: unknown): SourceEnd =>
  isAudioFlowError(error, 'malformed-data') || isAudioFlowError(error, 'format-changed')
    ? 'malformed'
    : 'lost';
const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

/** Waits; an abort ends the wait. */
const wait = (ms: number, signal: AbortSignal): Promise<void> =>
  sleep(ms, undefined, { signal }).catch(() => undefined);

/** Makes the place of a mount for one source at a time. */
export const createSourceSlot = (
  { onBusy, sourceTimeoutMs }: MountSettings,
  host: SlotHost,
): SourceSlot => {
  let active: ActiveSource | undefined;
  let reserved: symbol | undefined;
  let isClosed = false;

  const play = async (offer: SourceOffer, from: Observable<Packet>): Promise<SourceEnd> => {
    const since = performance.now();
    const stop = new AbortController();
    let packets = 0;
    let isStalled = false;
    let verdict: { readonly reason: SourceEnd; readonly message: string } | undefined;
    const self: ActiveSource = {
      get isStalled() {
        return isStalled;
      },
      end: (reason, refusal) => {
        if (verdict !== undefined) return;
        verdict = { reason, message: refusal.message };
        offer.dismiss(refusal);
        stop.abort();
      },
      status: () => ({
        kind: offer.kind,
        remote: offer.remote,
        ...labelOf(offer),
        connectedSeconds: (performance.now() - since) / 1000,
        packets,
      }),
    };
    active?.end('replaced', REPLACED);
    active = self;

    let timer: NodeJS.Timeout | undefined;
    const watch = (): void => {
      clearTimeout(timer);
      if (verdict !== undefined) return;
      timer = setTimeout(silence, sourceTimeoutMs);
    };
    /** A connection that says nothing is of no use; a stream that others look after may go on. */
    const silence = (): void => {
      if (offer.kind === 'icecast') self.end('timeout', late(sourceTimeoutMs));
      else {
        isStalled = true;
        host.onStalled();
      }
    };
    const write = (packet: Packet): void | Promise<void> => {
      if (active !== self) return undefined;
      if (packets === 0) host.onAir(offer);
      else if (isStalled) host.onResumed();
      isStalled = false;
      packets += 1;
      const ms = host.push(packet);
      if (ms < 1) return watch();
      // A source that is held cannot be heard: its time does not run.
      clearTimeout(timer);
      return wait(ms, stop.signal).then(watch);
    };
    watch();
    const titles = offer.metadata?.subscribe({
      next: (title) => {
        if (active === self) host.setTitle(title, offer);
      },
      error: () => undefined,
    });
    try {
      await run(from, { write }, { signal: stop.signal });
      verdict ??= { reason: 'complete', message: 'its stream has come to its end' };
    } catch (error) {
      verdict ??= { reason: endOf(error), message: messageOf(error) };
    }
    clearTimeout(timer);
    // Ends a wait that is left.
    stop.abort();
    titles?.unsubscribe();
    host.onLeft(offer, verdict.reason, verdict.message);
    if (active === self) {
      active = undefined;
      host.onEmpty(verdict.reason);
    }
    return verdict.reason;
  };

  const admission = (): Refusal | undefined => {
    if (isClosed) return CLOSING;
    const isPlaying = active !== undefined && !active.isStalled;
    return (isPlaying || reserved !== undefined) && onBusy === 'refuse' ? BUSY : undefined;
  };
  /** A stream that nobody can be given, whatever the reason, is refused like one that does not fit. */
  const prepare = (offer: SourceOffer): Observable<Packet> | Refusal => {
    try {
      return host.prepare(offer);
    } catch (error) {
      return { status: 415, code: 'unsupported', message: messageOf(error) };
    }
  };
  const reject = (offer: SourceOffer, refusal: Refusal): SourceEnd => {
    offer.dismiss(refusal);
    host.onLeft(offer, 'refused', refusal.message);
    return 'refused';
  };

  return {
    reserve: () => {
      const refusal = admission();
      if (refusal !== undefined) return refusal;
      const ticket = Symbol('reservation');
      reserved = ticket;
      const release = (): void => {
        if (reserved === ticket) reserved = undefined;
      };
      return {
        release,
        begin: async (offer) => {
          release();
          const fitting = admission() ?? prepare(offer);
          return 'status' in fitting ? reject(offer, fitting) : play(offer, fitting);
        },
      };
    },
    status: () => active?.status(),
    close: () => {
      isClosed = true;
      active?.end('closed', CLOSING);
    },
  };
};

const labelOf = ({ label }: SourceOffer): Partial<SourceStatus> => {
  const { name, description, genre, url, userAgent } = label;
  return Object.fromEntries(
    Object.entries({ name, description, genre, url, userAgent }).filter(
      ([, value]) => value !== undefined,
    ),
  );
};
