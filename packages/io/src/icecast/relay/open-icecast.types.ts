import type { ConnectionOptions } from 'node:tls';
import type { AudioFlowError, Clock } from '@audioflow/core';
import type { Observable } from 'rxjs';
import type { IngestInfo } from '../../tcp/hello.js';
import type { ReconnectOptions } from '../../tcp/ingest-client.types.js';
import type { IngestStream } from '../../tcp/ingest-server.types.js';

/** What a mount says of its stream, and what its first frame shows. */
export interface IcecastInfo extends IngestInfo {
  readonly codec: 'mp3' | 'aac';
  readonly contentType: string;
  /** The station's name. */
  readonly name?: string;
  readonly description?: string;
  readonly genre?: string;
  /** The station's page. */
  readonly url?: string;
}

/** A title, and the packet from which on it holds. */
export interface IcecastTitle {
  /** In samples. A title stands between bytes, not frames: it is exact to a frame. */
  readonly pts: number;
  readonly title: string;
  readonly url?: string | undefined;
}

/** What happens to a relay. */
export type IcecastRelayEvent =
  /** Frames come, from `url`: the one that was asked for, or where it led. */
  | { readonly type: 'connected'; readonly attempt: number; readonly url: string }
  /** The connection is gone, after so many packets of it. */
  | { readonly type: 'lost'; readonly packets: number; readonly cause: AudioFlowError }
  /** An attempt has failed; the next one follows after `delayMs`. */
  | {
      readonly type: 'retry';
      readonly attempt: number;
      readonly delayMs: number;
      readonly cause: AudioFlowError;
    };

/** A stream of another station; a server of ours plays it like one of its own sources. */
export interface IcecastRelay extends IngestStream {
  readonly info: IcecastInfo;
  /** Titles, each when the reader gets the packet from which on it holds; begins with the current one. */
  readonly metadata: Observable<IcecastTitle>;
  /** Ends the connection, read or not; `packets` completes. */
  close(): void;
}

/** Options of `openIcecast`. */
export interface OpenIcecastOptions {
  /** What the stream is called here. Default: the path, in characters of a stream id. */
  readonly id?: string | undefined;
  /** Attempts to open the stream the first time. Default 1: what is wrong is told at once. */
  readonly openAttempts?: number | undefined;
  /** How a lost stream is opened again. An attempt has succeeded once frames have come for 5 s. */
  readonly reconnect?: ReconnectOptions | undefined;
  /** How long a connection, its redirects and the head of the answer may take, in ms. Default 5000. */
  readonly connectTimeoutMs?: number | undefined;
  /** A connection that brings no frame for so long is lost, in ms; 0 waits for ever. Default 10 000. */
  readonly idleTimeoutMs?: number | undefined;
  /** Packets that may wait for the reader, each its data and 256 bytes. Default 262 144 bytes. */
  readonly highWaterBytes?: number | undefined;
  /** Further headers of the request; those of secrets do not follow a redirect to another host. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Options of `tls.connect`, for `https:`. */
  readonly tls?: ConnectionOptions | undefined;
  /** Aborts the opening, and the stream: `packets` fails with `aborted`. */
  readonly signal?: AbortSignal | undefined;
  readonly onEvent?: ((event: IcecastRelayEvent) => void) | undefined;
  /** Default `systemClock`. */
  readonly clock?: Clock | undefined;
  /** 0..1, for the jitter. Default `Math.random`. */
  readonly random?: (() => number) | undefined;
}
