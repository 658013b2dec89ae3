import type { AudioFlowError } from '@audioflow/core';
import type { IngestStats, IngestStream } from './ingest-server.types.js';
import type { RefusalReason } from './reply.js';

/** Checked options that each connection needs. */
export interface ConnectionOptions {
  readonly maxFrameBytes: number;
  readonly idleTimeoutMs: number;
  readonly helloTimeoutMs: number;
  readonly highWaterBytes: number;
  readonly onBusy: 'refuse' | 'takeover';
  readonly legacy: { readonly codec: 'mp3' | 'aac'; readonly streamId: string } | undefined;
}

/** The sender of a stream, as the next one sees it. */
export interface ActiveSender {
  refuse(reason: RefusalReason, message: string): void;
}

/** {@link IngestStats} while they are counted. */
export type MutableStats = {
  -readonly [K in Exclude<keyof IngestStats, 'refused'>]: IngestStats[K];
} & { refused: Partial<Record<RefusalReason, number>> };

/** What the connections of one server share. */
export interface ServerContext {
  readonly options: ConnectionOptions;
  readonly stats: MutableStats;
  /** The senders by stream id. */
  readonly senders: Map<string, ActiveSender>;
  readonly isTokenRight: (token: string | undefined) => boolean;
  /** Whether somebody takes streams. */
  hasReceiver(): boolean;
  announce(stream: IngestStream): void;
  report(error: AudioFlowError): void;
}
