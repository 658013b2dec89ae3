import type { Packet } from '@audioflow/core';
import type { ParseReport } from './parse-report.js';

/** Turns the bytes of an elementary stream into packets; plain code without streams. */
export interface PacketParser<C extends string> {
  readonly report: ParseReport;
  /** Takes bytes, cut anywhere. */
  push(bytes: Uint8Array, out: (packet: Packet<C>) => void): void;
  /** End of stream: the part of a frame that is left is dropped and counted. */
  end(out: (packet: Packet<C>) => void): void;
}
