import type { AudioFlowError, PacketStream } from '@audioflow/core';
import type { Observable } from 'rxjs';
import type { IngestInfo } from './hello.js';
import type { RefusalReason } from './reply.js';

/** A sender's stream. */
export interface IngestStream {
  readonly id: string;
  readonly info: IngestInfo;
  /**
   * Its packets, to be subscribed once; the sender is slowed down while downstream holds. Completes at
   * the sender's end of stream; fails with `io` when the sender is lost before, with the refusal's code
   * when it breaks the protocol. Leaving early ends the connection.
   */
  readonly packets: PacketStream;
  /** Address and port of the sender. */
  readonly remote: string;
  /**
   * Turns the sender away for good: it is told `message`, its run rejects with it (code `unsupported`),
   * and it does not try again. `packets` fails with the same. Without effect once the stream has ended.
   */
  refuse(message: string): void;
}

/** Counters of an ingest server since it began. */
export interface IngestStats {
  readonly connections: number;
  /** Streams whose hello was accepted. */
  readonly streams: number;
  /** Connections at this moment. */
  readonly active: number;
  readonly packets: number;
  readonly bytes: number;
  /** Streams that came to their end. */
  readonly completed: number;
  /** Connections that ended without an end of stream. */
  readonly lost: number;
  /** Connections ended by the server, by reason. */
  readonly refused: Readonly<Partial<Record<RefusalReason, number>>>;
}

/** Options of `ingestServer`. */
export interface IngestServerOptions {
  /** Default 127.0.0.1: only this machine. */
  readonly host?: string | undefined;
  /** Default 0: any free port, see `address`. */
  readonly port?: number | undefined;
  /** What senders must name. Default: none is asked for. */
  readonly token?: string | undefined;
  /** Longest payload. Default 1 048 576. */
  readonly maxFrameBytes?: number | undefined;
  /** A sender that is silent for so long is ended; 0 waits for ever. Default 30 000. */
  readonly idleTimeoutMs?: number | undefined;
  /** A sender must say hello within this time. Default 5000. */
  readonly helloTimeoutMs?: number | undefined;
  /**
   * Packets that may wait for the reader of a stream; then the socket is not read. Each counts as its
   * data and 256 bytes. Default 262 144 bytes.
   */
  readonly highWaterBytes?: number | undefined;
  /** Default 1024. */
  readonly maxConnections?: number | undefined;
  /** A second sender of a stream that is on: refused, or it takes the place of the first. Default `refuse`. */
  readonly onBusy?: 'refuse' | 'takeover' | undefined;
  /**
   * Accept senders without a hello, whose payloads are bare mp3 or ADTS frames; not together with
   * `token`. They all are the one stream `streamId` (default `live`). Default: refused.
   */
  readonly legacy?:
    | { readonly codec: 'mp3' | 'aac'; readonly streamId?: string | undefined }
    | undefined;
  /** Told of every refusal and loss, and of errors of the listening socket. */
  readonly onError?: ((error: AudioFlowError) => void) | undefined;
}

/** A listening ingest server. */
export interface IngestServer {
  readonly address: { readonly host: string; readonly port: number };
  /** The streams as senders come; completes on close. Senders are refused while nobody subscribes. */
  readonly streams: Observable<IngestStream>;
  readonly stats: IngestStats;
  /**
   * Ends all connections (their streams fail with `unavailable`) and frees the port. A sender that does
   * not hang up by itself is cut off after half a second.
   */
  close(): Promise<void>;
}
