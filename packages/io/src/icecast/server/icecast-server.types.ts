import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AudioFlowError, Packet, PacketStream, Sink } from '@audioflow/core';
import type { Observable } from 'rxjs';
import type {
  BroadcastCodec,
  BroadcasterOptions,
  BroadcastStatus,
  BroadcastTitle,
} from '../../broadcast/index.js';
import type { IngestInfo } from '../../tcp/index.js';

/** What a mount can play: an `IngestStream`, a relay, or anything of their shape. */
export interface PlayableStream {
  readonly info: IngestInfo & {
    readonly name?: string;
    readonly description?: string;
    readonly genre?: string;
    readonly url?: string;
  };
  /** Subscribed once; unsubscribed when it has to go. */
  readonly packets: PacketStream;
  /** Address of the sender, for events and status. */
  readonly remote?: string;
  /** Titles, as the sender changes them. */
  readonly metadata?: Observable<BroadcastTitle> | undefined;
  /** Told why the stream is not played, for good. */
  refuse?(message: string): void;
}

/**
 * Why a source has left the air. `complete`: its stream came to its end. `lost`: the connection or the
 * stream broke off. `timeout`: it sent nothing for `sourceTimeoutMs`. `replaced`: another took its place.
 * `refused`: it was never on the air. `malformed`: what it sent was not what it said. `closed`: the server was closed.
 */
export type SourceEnd =
  | 'complete'
  | 'lost'
  | 'timeout'
  | 'replaced'
  | 'refused'
  | 'malformed'
  | 'closed';

/**
 * What plays while no source does: silence, a file again and again, or what another mount plays. It is
 * encoded in the mount's format, and paced in real time.
 */
export type Fallback = 'silence' | `/${string}` | { readonly file: string };

/** A mount: one stream of a server, with the options of its `broadcaster`. */
export interface MountOptions
  extends Partial<Omit<BroadcasterOptions, 'livePath' | 'webSocketPath' | 'statusPath'>> {
  /** Where sources come and listeners listen, such as `/live`. */
  readonly path: string;
  /** What a source by `PUT` or `SOURCE` has to say; `user` is `source` by default. Without it none is taken. */
  readonly source?: { readonly user?: string | undefined; readonly password: string } | undefined;
  /** A second source: refused with 403, or it takes the place of the first. Default `refuse`. */
  readonly onBusy?: 'refuse' | 'takeover' | undefined;
  /**
   * A source of another format than the mount's: refused, or decoded and encoded anew. Default
   * `refuse`; where nobody listens, and no option states the format, the mount takes that of the source.
   */
  readonly onFormat?: 'refuse' | 'convert' | undefined;
  /**
   * A source by `PUT` or `SOURCE` without audio for so long has left, in ms; what `play` or `sink` gave
   * makes way for the fallback and for other sources until it goes on. Default 10 000.
   */
  readonly sourceTimeoutMs?: number | undefined;
  /** What plays while no source does. Default: nothing, and listeners wait. */
  readonly fallback?: Fallback | undefined;
  /**
   * What becomes of listeners when a source has come to its stated end and there is no fallback: they
   * `stay` for the next (default), or their stream ends too. They always stay when a source is lost.
   */
  readonly onEnd?: 'stay' | 'end' | undefined;
  /** A source that is ahead of real time by so much is slowed down, in seconds. Default 2. */
  readonly aheadSeconds?: number | undefined;
  /**
   * The mount whose audio this one carries in a format of its own: decoded once for all, and encoded
   * for each. Needs `codec`; rate and channels are those of the other mount unless given.
   */
  readonly from?: string | undefined;
}

/** Options of `icecastServer`. */
export interface IcecastServerOptions {
  /** Default 127.0.0.1: only this machine. */
  readonly host?: string | undefined;
  /** Default 0: any free port, see `address`. */
  readonly port?: number | undefined;
  readonly mounts: readonly MountOptions[];
  /** The mount at `/ws` and at the top of `/status.json`. Default the first. */
  readonly defaultMount?: string | undefined;
  /** Who may use `/admin/*` of every mount; `user` is `admin` by default. Default nobody. */
  readonly admin?: { readonly user?: string | undefined; readonly password: string } | undefined;
  /** Speaks TLS only: PEM key and certificate. */
  readonly tls?:
    | { readonly key: string | Uint8Array; readonly cert: string | Uint8Array }
    | undefined;
  /** Answers what is no path of the server's. Default 404. */
  readonly onRequest?:
    | ((request: IncomingMessage, response: ServerResponse) => void | Promise<void>)
    | undefined;
  /** Connections at once, of all kinds. Default 4096. */
  readonly maxConnections?: number | undefined;
  /**
   * Connections of one address at once, the /64 of IPv6; nobody can take all places. Behind a proxy all
   * come from one: raise it. Default three quarters of `maxConnections`.
   */
  readonly maxConnectionsPerAddress?: number | undefined;
  /** Listeners at once, over all mounts. Default 2048. */
  readonly maxListeners?: number | undefined;
  /** Longest head of a request. Default 16 384. */
  readonly maxHeaderBytes?: number | undefined;
  /** The head of a request must be whole within this time, in ms. Default 15 000. */
  readonly headerTimeoutMs?: number | undefined;
  /** Requests of one address: so many in a row, so many per second in the long run. Default 1000 and 100. */
  readonly requestRate?: { readonly burst: number; readonly perSecond: number } | undefined;
  /** A source is refused after so many bytes without a frame of what it says it sends. Default 32 768. */
  readonly maxGarbageBytes?: number | undefined;
  /** Packets of a source that may wait, in bytes; then its socket is not read. Default 262 144. */
  readonly highWaterBytes?: number | undefined;
  /**
   * Told of sources that are lost or do not fit, of fallbacks and derived mounts that fail, and of the
   * socket's errors. `events` tells of every request that is refused.
   */
  readonly onError?: ((error: AudioFlowError) => void) | undefined;
}

/** The source that is on the air. */
export interface SourceStatus {
  readonly kind: 'icecast' | 'stream' | 'sink';
  readonly remote: string;
  readonly name?: string;
  readonly description?: string;
  readonly genre?: string;
  readonly url?: string;
  readonly userAgent?: string;
  readonly connectedSeconds: number;
  readonly packets: number;
}

/** A mount at this moment: plain JSON. */
export interface MountStatus {
  /** What is on the air. */
  readonly playing: 'source' | 'fallback' | 'derived' | 'nothing';
  readonly title?: string;
  readonly source?: SourceStatus;
  /** Sources that have been on the air. */
  readonly sources: number;
  /** Undefined until the format of the mount is known. */
  readonly broadcast?: BroadcastStatus;
}

/** A server at this moment: plain JSON. */
export interface IcecastStatus {
  readonly uptimeSeconds: number;
  /** Open at this moment. */
  readonly connections: number;
  /** Since the server began. */
  readonly accepted: number;
  /** Requests refused or connections reset, by HTTP status; 0 stands for those that got no answer. */
  readonly refused: Readonly<Record<string, number>>;
  readonly listeners: number;
  readonly mounts: Readonly<Record<string, MountStatus>>;
}

/** What happens at a server. */
export type IcecastEvent =
  | { readonly type: 'source-on-air'; readonly mount: string; readonly remote: string }
  | {
      readonly type: 'source-left';
      readonly mount: string;
      readonly remote: string;
      readonly reason: SourceEnd;
      readonly message: string;
    }
  | { readonly type: 'fallback'; readonly mount: string; readonly on: boolean }
  | { readonly type: 'title'; readonly mount: string; readonly title: string }
  | {
      readonly type: 'refused';
      readonly remote: string;
      readonly status: number;
      readonly message: string;
    };

/** One stream of a server. */
export interface IcecastMount {
  readonly path: string;
  /** The codec, once it is known. */
  readonly codec: BroadcastCodec | undefined;
  /**
   * A sink for packets of a program: a source like any other.
   *
   * @throws AudioFlowError from `write`: `unavailable` while another source is on the air, `unsupported`
   * or `format-changed` for another format, `aborted` when another source takes its place.
   */
  sink(): Sink<Packet>;
  /**
   * Plays a stream: `ingest.streams.subscribe((stream) => mount.play(stream))`. It is a source like any
   * other; one that is refused is told so.
   *
   * @returns Why it left the air; never rejects.
   */
  play(stream: PlayableStream): Promise<SourceEnd>;
  /** Tells listeners what is playing. A title that is told while a source is on the air goes with it. */
  setTitle(title: BroadcastTitle | string): void;
  status(): MountStatus;
}

/** A listening radio server. */
export interface IcecastServer {
  readonly address: { readonly host: string; readonly port: number };
  /** @throws AudioFlowError `invalid-option` for a path that is no mount. */
  mount(path: string): IcecastMount;
  status(): IcecastStatus;
  /** Hot: what happens from now on. Completes on `close`. */
  readonly events: Observable<IcecastEvent>;
  /**
   * Stops accepting, ends sources and listeners in order, waits at most `drainMs` (default 1000) for
   * what is queued, then resets what is left. Idempotent.
   */
  close(options?: { readonly drainMs?: number }): Promise<void>;
}
