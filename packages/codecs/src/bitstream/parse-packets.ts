import { type Packet, transform } from '@audioflow/core';
import type { OperatorFunction } from 'rxjs';
import { createAdtsParser } from './adts/create-adts-parser.js';
import type { ElementaryCodec } from './elementary-codec.js';
import { createMp3Parser } from './mp3/create-mp3-parser.js';
import type { PacketParser } from './packet-parser.js';
import type { ParseReport } from './parse-report.js';

/** Options of {@link parsePackets}. */
export interface ParsePacketsOptions {
  /** Called once, at the end of the stream, with what was met on the way. */
  readonly onReport?: (report: ParseReport) => void;
}

type Parsers = { readonly [C in ElementaryCodec]: () => PacketParser<C> };

const PARSERS: Parsers = { mp3: createMp3Parser, aac: createAdtsParser };

/**
 * The packets of a byte stream of one codec: mp3 frames, or AAC in ADTS.
 *
 * Borders between chunks mean nothing. Garbage is skipped in bounded memory: at the start and after
 * garbage a frame counts only if another one follows it. ID3 and APE tags are skipped; the information
 * frame of an mp3 file becomes the trims of the first and last packets. A frame that the end cuts off is
 * dropped and counted.
 *
 * @param codec `mp3` or `aac`.
 * @throws AudioFlowError through the stream: `unsupported` on ADTS with channel configuration 0.
 *
 * @example
 * import { of } from 'rxjs';
 * import { mp3, parsePackets } from '@audioflow/codecs';
 * const frame = new Uint8Array(417);
 * frame.set([0xff, 0xfb, 0x90, 0x00]);
 * const bytes = of(Uint8Array.of(1, 2, 3), frame, frame);
 * bytes.pipe(parsePackets(mp3)).subscribe((packet) => console.log(packet.pts));
 * // 0
 * // 1152
 */
export const parsePackets = <C extends ElementaryCodec>(
  codec: { readonly id: C },
  options: ParsePacketsOptions = {},
): OperatorFunction<Uint8Array, Packet<C>> =>
  transform(
    () => {
      const parser: PacketParser<C> = PARSERS[codec.id]();
      return {
        next: (bytes: Uint8Array, emit: (packet: Packet<C>) => boolean) => parser.push(bytes, emit),
        flush: (emit: (packet: Packet<C>) => boolean) => {
          parser.end(emit);
          options.onReport?.({ ...parser.report });
        },
      };
    },
    { name: `parsePackets(${codec.id})` },
  );
