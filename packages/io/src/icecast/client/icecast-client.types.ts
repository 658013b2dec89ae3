import type { ConnectionOptions } from 'node:tls';
import type { AudioFlowError, Clock } from '@audioflow/core';
import type { Observable } from 'rxjs';
import type { ReconnectOptions } from '../../tcp/ingest-client.types.js';

/** What happens to an Icecast client. */
export type IcecastClientEvent =
  /** The server takes the stream. */
  | { readonly type: 'connected'; readonly attempt: number }
  /**
   * The connection is gone. Of the `packets` sent on it, `unsent` had not left this process and are lost;
   * what was on its way may be lost as well: an Icecast acknowledges nothing.
   */
  | {
      readonly type: 'lost';
      readonly packets: number;
      readonly unsent: number;
      readonly cause: AudioFlowError;
    }
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
      readonly status: number;
      readonly message: string;
      readonly retry: boolean;
    }
  /** The server shows this title now. */
  | { readonly type: 'title'; readonly title: string }
  /** The server did not take a title; the stream goes on. */
  | { readonly type: 'title-failed'; readonly title: string; readonly cause: AudioFlowError }
  /** The end of the stream is sent, behind so many packets of this connection. */
  | { readonly type: 'closed'; readonly packets: number };

/** Options of `icecastClient`. */
export interface IcecastClientOptions {
  /** Default 127.0.0.1. */
  readonly host?: string | undefined;
  /** Default 8000. */
  readonly port?: number | undefined;
  /** Where listeners find the stream, from the slash on: `/live`. */
  readonly mount: string;
  /** Default `source`. */
  readonly user?: string | undefined;
  readonly password: string;
  /** `PUT` for Icecast from 2.4 on, `SOURCE` for older servers. Default `PUT`. */
  readonly method?: 'PUT' | 'SOURCE' | undefined;
  /** The station's name. */
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly genre?: string | undefined;
  /** The station's page. */
  readonly url?: string | undefined;
  /** Whether directories may list it. Default false. */
  readonly public?: boolean | undefined;
  /** Bits per second, for the server's information. */
  readonly bitrate?: number | undefined;
  /** TLS: true, or the options of `tls.connect`. Default false. */
  readonly tls?: boolean | ConnectionOptions | undefined;
  /**
   * What is on: each value is shown to listeners as `StreamTitle`. While the server is slow the newest
   * waits, the others are dropped; after a new connection the last one is told again.
   */
  readonly titles?: Observable<string> | undefined;
  /** Who may set titles. Default: `user` and `password`, which an Icecast takes as well. */
  readonly adminUser?: string | undefined;
  readonly adminPassword?: string | undefined;
  /** An attempt has succeeded once its connection has held for 5 s. */
  readonly reconnect?: ReconnectOptions | undefined;
  /** How long a connection and its answer may take, and a title, in ms. Default 5000. */
  readonly connectTimeoutMs?: number | undefined;
  /**
   * How long a server may take nothing while bytes wait for it, in ms; then the connection counts as
   * lost. 0 waits for ever. Default 30 000.
   */
  readonly stallTimeoutMs?: number | undefined;
  /** How long the end may go without progress, in ms. Default 5000. */
  readonly closeTimeoutMs?: number | undefined;
  readonly onEvent?: ((event: IcecastClientEvent) => void) | undefined;
  /** Default `systemClock`. */
  readonly clock?: Clock | undefined;
  /** 0..1, for the jitter. Default `Math.random`. */
  readonly random?: (() => number) | undefined;
}
