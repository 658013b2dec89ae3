import type { AudioFlowError, Packet } from '@audioflow/core';
import { createPacketQueue } from './packet-queue.js';
import type { Reply } from './reply.js';
import type { ServerContext } from './server-context.js';
import type { StreamParser } from './stream-parser.js';

/** The stream of one accepted sender. */
export interface SenderSession {
  readonly id: string;
  /** Packets that have arrived. */
  readonly packets: number;
  /** Announces the stream, if it is known what it carries. */
  begin(): void;
  take(payload: Uint8Array): void;
  end(): void;
  fail(error: AudioFlowError): void;
}

/** What a session needs of its connection. */
export interface SenderSessionOptions {
  readonly id: string;
  readonly parser: StreamParser;
  readonly remote: string;
  pause(): void;
  resume(): void;
  /** The reader of the stream has left. */
  leave(): void;
  /** The reader of the stream does not want it. */
  refuse(message: string): void;
  /** Absent for senders that do not read. */
  readonly reply?: ((message: Reply) => void) | undefined;
}

/** An acknowledgement follows the first packet and each so many. */
const ACK_PACKETS = 16;
/** A sender that is held hears at least so often that its reader goes on. */
const ACK_INTERVAL_MS = 100;

/** Makes the stream of a sender; from `begin` on it is announced as soon as it is known what it carries. */
export const createSenderSession = (
  { options, stats, announce }: ServerContext,
  connection: SenderSessionOptions,
): SenderSession => {
  const { id, parser, remote, pause, refuse, reply } = connection;
  let acknowledged = performance.now();
  const acknowledge = (): void => {
    acknowledged = performance.now();
    reply?.({ type: 'ack', packets });
  };
  const queue = createPacketQueue({
    name: `ingest(${id})`,
    highWaterBytes: options.highWaterBytes,
    onRoom: connection.resume,
    onLeave: connection.leave,
    onTake: () => {
      if (queue.full && performance.now() - acknowledged >= ACK_INTERVAL_MS) acknowledge();
    },
  });
  let packets = 0;
  let announced = false;

  const introduce = (): void => {
    const { info } = parser;
    if (announced || info === undefined) return;
    announced = true;
    stats.streams++;
    announce({ id, info, packets: queue.stream, remote, refuse });
  };
  const put = (packet: Packet): void => {
    packets++;
    stats.packets++;
    introduce();
    queue.push(packet);
    if (queue.full) pause();
    if (packets === 1 || packets % ACK_PACKETS === 0) acknowledge();
  };

  return {
    id,
    begin: introduce,
    get packets() {
      return packets;
    },
    take: (payload) => parser.push(payload, put),
    end() {
      parser.end(put);
      queue.end();
      stats.completed++;
      reply?.({ type: 'bye', packets });
    },
    fail: queue.fail,
  };
};
