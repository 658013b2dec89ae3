import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Packet, Sink } from '@audioflow/core';
import type { Observable } from 'rxjs';

/**
 * What can be streamed: `mp3` and `aac` as bare elementary streams, which browsers and radio players
 * take; `pcm` as 16-bit samples, which need no engine at either end.
 */
export type BroadcastCodec = 'mp3' | 'aac' | 'pcm';

/** What is playing, as listeners are told. */
export interface BroadcastTitle {
  /** Such as `Artist - Song`; at most 4096 characters. */
  readonly title: string;
  /** A page or picture of it. */
  readonly url?: string | undefined;
}

/** How a listener came. */
export type ListenerKind = 'websocket' | 'http';

/**
 * Why a listener left. `closed`: it went by itself. `ended`: the programme or the broadcaster ended.
 * `slow`: it fell behind the limits. `dead`: it answered nothing for `heartbeatSeconds`.
 */
export type LeaveReason = 'closed' | 'ended' | 'slow' | 'dead';

/** Why a programme ended, as listeners are told. */
export type EndReason = 'complete' | 'stopped' | 'failed' | 'closed';

/** A token bucket for each address. */
export interface JoinRate {
  readonly perSecond: number;
  readonly burst?: number;
}

/** Options of `broadcaster`. */
export interface BroadcasterOptions {
  /** What is streamed. Packets of any other codec are refused, never relabelled. */
  readonly codec: BroadcastCodec;
  /** Hz. Packets of another rate are refused. */
  readonly sampleRate: number;
  /** Packets of another channel count are refused. */
  readonly channelCount: number;
  /** Nominal bits per second, told to listeners. */
  readonly bitrate?: number;
  /** Shown to listeners: `icy-name`, and `name` in the config message. */
  readonly name?: string;
  /** Shown to players: `icy-description`. */
  readonly description?: string;
  /** Shown to players: `icy-genre`. */
  readonly genre?: string;
  /** Shown to players: `icy-url`, the page of the station. */
  readonly url?: string;
  /** Whether directories may list it (`icy-pub`); default false. */
  readonly isPublic?: boolean;
  /** Audio bytes between two titles for players that ask for them; default 16,000. */
  readonly icyMetaint?: number;
  /** Audio per write, in ms, on the average; default 88. Larger: less CPU, more latency. */
  readonly flushMs?: number;
  /** What a WebSocket listener gets at once on joining, in seconds; default 0.5. */
  readonly burstSeconds?: number;
  /** What an HTTP listener gets at once on joining, in seconds; default 2. */
  readonly httpBurstSeconds?: number;
  /**
   * What one listener may have queued in this process, in bytes; default 262,144, for pcm 2,097,152.
   * Keep it above the bursts.
   */
  readonly queueBytes?: number;
  /** How far one listener may lag, in seconds; default 10. Keep it above the bursts. */
  readonly maxLagSeconds?: number;
  /**
   * What happens to a listener beyond `queueBytes` or `maxLagSeconds`; default `drop`: its connection
   * is reset. `skip-to-live`: nothing more is written until it has read what it got, then it goes on at
   * the live edge with a whole frame. `keep`: lag alone is borne, beyond `queueBytes` it is reset.
   */
  readonly overflow?: 'drop' | 'skip-to-live' | 'keep';
  /** Between two WebSocket pings, in seconds; default 1. */
  readonly pingSeconds?: number;
  /** A WebSocket listener that answers no ping for this long is dropped; default 20. */
  readonly heartbeatSeconds?: number;
  /** How many listeners at once; default 1000. More are answered 503. */
  readonly maxListeners?: number;
  /**
   * How many at once from one address, where the /64 of an IPv6 address counts as one; default: no limit
   * but `maxListeners`. More are answered 429.
   */
  readonly maxListenersPerAddress?: number;
  /**
   * How often one address may try to join: a bucket of `burst` attempts (default 10) that is refilled by
   * `perSecond`. More are answered 429. Default: no limit.
   */
  readonly joinRate?: JoinRate;
  /**
   * The address that a request counts for, such as the last one of `X-Forwarded-For` behind a proxy of
   * yours. Default: that of the connection.
   */
  readonly addressOf?: (request: IncomingMessage) => string | undefined;
  /**
   * Which web pages may listen: those of the same host (default), all, or the origins named.
   * Requests without an `Origin` header (players, curl) always may.
   */
  readonly origins?: 'same-host' | 'any' | readonly string[];
  /** Default `/ws`. */
  readonly webSocketPath?: string;
  /** Default `/live`. */
  readonly livePath?: string;
  /** Default `/status.json`. */
  readonly statusPath?: string;
}

/** One listener, as `status` shows it. */
export interface ListenerStatus {
  readonly id: number;
  readonly kind: ListenerKind;
  readonly connectedSeconds: number;
  readonly bytesSent: number;
  readonly queuedBytes: number;
  /** WebSocket: age of the oldest unanswered ping. HTTP: age of the oldest unsent byte. */
  readonly lagSeconds: number;
  readonly skippedBlocks: number;
}

/** What `status` answers: plain JSON. */
export interface BroadcastStatus {
  /** `waiting`: no programme is on. */
  readonly state: 'waiting' | 'live' | 'closed';
  readonly codec: BroadcastCodec;
  readonly mime: string;
  readonly sampleRate: number;
  readonly channelCount: number;
  /** Nominal bits per second, or undefined. */
  readonly bitrate?: number;
  /** Of pcm alone: 16-bit signed, little-endian, interleaved. */
  readonly sampleType?: 's16';
  /** What is playing, once `setTitle` has said it. */
  readonly title?: string;
  readonly titleUrl?: string;
  /** Mean bits per second of what was streamed. */
  readonly measuredBitrate: number;
  readonly uptimeSeconds: number;
  /** Playing time streamed so far, over all programmes. */
  readonly secondsSent: number;
  /** Bytes streamed so far, counted once. */
  readonly bytesStreamed: number;
  /** Bytes handed to listeners so far, counted for each. */
  readonly bytesSent: number;
  /** Programmes begun so far. */
  readonly programmes: number;
  readonly joined: number;
  /** Listeners that left so far, by reason. */
  readonly left: Readonly<Record<LeaveReason, number>>;
  /** Listeners that were reset, whatever the reason. */
  readonly dropped: number;
  readonly refused: number;
  /** Most listeners at once. */
  readonly peakListeners: number;
  readonly skippedBlocks: number;
  readonly listeners: readonly ListenerStatus[];
}

/** What happens at a broadcaster. */
export type BroadcastEvent =
  | { readonly type: 'joined'; readonly id: number; readonly kind: ListenerKind }
  | {
      readonly type: 'left';
      readonly id: number;
      readonly kind: ListenerKind;
      readonly reason: LeaveReason;
    }
  | { readonly type: 'title'; readonly title: string; readonly url?: string }
  | { readonly type: 'refused'; readonly status: number; readonly message: string }
  | { readonly type: 'programme-started' }
  | { readonly type: 'programme-ended'; readonly reason: EndReason };

/** One stream to many listeners. */
export interface Broadcaster {
  /**
   * Opens the next programme: a sink for `run`. One at a time; closing it ends the stream of all who
   * listen, and who joins afterwards waits for the next.
   *
   * @throws AudioFlowError `invalid-state` while another programme is on, or after `close`.
   */
  sink(): Sink<Packet>;
  /** Answers `livePath` and `statusPath`; false for any other path, which is left untouched. */
  handleRequest(request: IncomingMessage, response: ServerResponse): boolean;
  /** Answers an `upgrade`: a listener on `webSocketPath`, 404 on any other path. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /**
   * Says what is playing: to HTTP listeners that asked for ICY metadata at their next border, to
   * WebSocket listeners as a message `{ type: 'title', title, url? }`, and to who joins later. It holds
   * until the next, over programmes too. Longer than a metadata block (4080 bytes), it is cut there.
   *
   * @throws AudioFlowError `invalid-option`.
   */
  setTitle(title: BroadcastTitle | string): void;
  status(): BroadcastStatus;
  /** `status()` in the text format of Prometheus: what `prometheusText` makes of it. */
  metrics(): string;
  /** Hot: what happens from now on. Completes on `close`. */
  readonly events: Observable<BroadcastEvent>;
  /** Ends the programme and all listeners; resolves within about a second. Idempotent. */
  close(): Promise<void>;
}
