import type { AudioFlowError, Clock } from '@audioflow/core';
import type { RefusalReason } from './reply.js';

/** What happens to an ingest client. */
export type IngestClientEvent =
  /** The server has welcomed it. */
  | { readonly type: 'connected'; readonly attempt: number }
  /**
   * The connection is gone. So many packets were written that the server has not acknowledged: at most
   * they are lost.
   */
  | { readonly type: 'lost'; readonly unconfirmed: number; readonly cause: AudioFlowError }
  /** An attempt has failed; the next one follows after `delayMs`. */
  | {
      readonly type: 'retry';
      readonly attempt: number;
      readonly delayMs: number;
      readonly cause: AudioFlowError;
    }
  /** The server has refused it; `retry` tells whether it tries again. */
  | {
      readonly type: 'refused';
      readonly reason: RefusalReason;
      readonly message: string;
      readonly retry: boolean;
    }
  /** The server has the end of the stream. */
  | { readonly type: 'closed'; readonly packets: number };

/** How a client comes back. */
export interface ReconnectOptions {
  /**
   * Attempts in a row without success before it gives up; 1 tries once. An attempt has succeeded once the
   * server has acknowledged a packet of it. Default 200.
   */
  readonly attempts?: number | undefined;
  /** Before the second attempt, in ms. Default 50. */
  readonly delayMs?: number | undefined;
  /** Each delay is so many times the one before. Default 1.5. */
  readonly factor?: number | undefined;
  /** No delay is longer, in ms. Default 2000. */
  readonly maxDelayMs?: number | undefined;
  /** Part of each delay that is left to chance, 0..1. Default 0.3. */
  readonly jitter?: number | undefined;
}

/** Options of `ingestClient`. */
export interface IngestClientOptions {
  /** Default 127.0.0.1. */
  readonly host?: string | undefined;
  readonly port: number;
  /** 1 to 128 of A-Z a-z 0-9 _ . : - */
  readonly streamId: string;
  readonly token?: string | undefined;
  /** Bits per second, for the server's information. */
  readonly bitrate?: number | undefined;
  readonly reconnect?: ReconnectOptions | undefined;
  /** How long a connection and its welcome may take, in ms. Default 5000. */
  readonly connectTimeoutMs?: number | undefined;
  /**
   * How long the confirmation of the end may go without progress, in ms: acknowledgements come, or queued
   * bytes leave. Default 5000. What is queued then still goes out.
   */
  readonly closeTimeoutMs?: number | undefined;
  readonly onEvent?: ((event: IngestClientEvent) => void) | undefined;
  /** Default `systemClock`. */
  readonly clock?: Clock | undefined;
  /** 0..1, for the jitter. Default `Math.random`. */
  readonly random?: (() => number) | undefined;
}
