import { oggChecksum } from './ogg-checksum.js';
import {
  CHECKSUM_AT,
  MAX_PAGE_BYTES,
  type OggPage,
  oggPageAt,
  PAGE_HEAD_BYTES,
} from './ogg-page.js';

/** A place to read from, as `readSync` does: the bytes that were read, fewer at the end only. */
export type ReadInto = (into: Uint8Array, position: number) => number;

/** Reads the packets of a part of a file that is one logical Ogg stream. */
export interface OggPacketReader {
  /**
   * The next packet, in memory that the next call uses again. `end` behind the last page that is all there, as
   * of a file that is cut; `irregular` where something is not as it should be: a damaged or missing page, one of
   * another stream, bytes between pages.
   */
  next(): Uint8Array | 'end' | 'irregular';
}

/** Two of the largest pages, and a packet in parts. */
const BUFFER_BYTES = 2 * MAX_PAGE_BYTES;
/** A packet that is longer is left to others. */
const MAX_PARTS = 64;

/**
 * Makes an {@link OggPacketReader} (RFC 3533, sections 5 and 6). It goes on only while all is in order, so that
 * what it has read until then is what any reader makes of it.
 *
 * @param range Where the stream begins and ends in the file.
 */
export const createOggPacketReader = (
  read: ReadInto,
  { start, end }: { readonly start: number; readonly end: number },
): OggPacketReader => {
  const buffer = new Uint8Array(BUFFER_BYTES);
  /** Where the buffer stands in the file, and how much is in it. */
  let from = start;
  let filled = 0;
  /** Where the next page begins in the file. */
  let at = start;
  let before: OggPage | undefined;
  /** The page that is taken apart: its next segment, the end of them, and its next byte, in the buffer. */
  let segment = 0;
  let segmentsEnd = 0;
  let byte = 0;
  let parts: Uint8Array[] = [];
  let state: 'reading' | 'end' | 'irregular' = 'reading';

  /** Brings the page at `at` into the buffer, with its head first. */
  const load = (): void => {
    const have = from + filled - at;
    if (have >= MAX_PAGE_BYTES || from + filled >= end) return;
    buffer.copyWithin(0, at - from, at - from + Math.max(have, 0));
    from = at;
    filled = Math.max(have, 0);
    const wanted = Math.min(BUFFER_BYTES - filled, end - from - filled);
    filled += read(buffer.subarray(filled, filled + wanted), from + filled);
  };

  /** Whether a page is whole, and the one that follows. */
  const follows = (page: OggPage, place: number): boolean => {
    if (place + page.bytes > filled || buffer[place + 4] !== 0) return false;
    const isNext =
      before === undefined
        ? page.begins && page.sequence === 0
        : !page.begins &&
          !before.ends &&
          page.serial === before.serial &&
          page.sequence === before.sequence + 1;
    if (!isNext || page.continues !== parts.length > 0) return false;
    const field = buffer.subarray(place + CHECKSUM_AT, place + CHECKSUM_AT + 4);
    const [a = 0, b = 0, c = 0, d = 0] = field;
    field.fill(0);
    const told = (a | (b << 8) | (c << 16) | (d << 24)) >>> 0;
    return oggChecksum(buffer, place, place + page.bytes) === told;
  };

  /** Goes to the next page; false where there is none. */
  const turn = (): boolean => {
    if (at >= end) {
      state = 'end';
      return false;
    }
    load();
    const place = at - from;
    const page = oggPageAt(buffer.subarray(0, filled), place);
    if (page === undefined || (page !== 'garbage' && at + page.bytes > end)) {
      state = 'end';
      return false;
    }
    if (typeof page !== 'object' || !follows(page, place)) {
      state = 'irregular';
      return false;
    }
    before = page;
    segment = place + PAGE_HEAD_BYTES;
    segmentsEnd = place + page.headBytes;
    byte = segmentsEnd;
    at += page.bytes;
    return true;
  };

  /** The rest of the packet that begins or goes on at `byte`; undefined where the page ends before it does. */
  const take = (): Uint8Array | undefined => {
    const begin = byte;
    while (segment < segmentsEnd) {
      const size = buffer[segment] ?? 0;
      segment++;
      byte += size;
      if (size < 255) return buffer.subarray(begin, byte);
    }
    parts.push(buffer.slice(begin, byte));
    return undefined;
  };

  return {
    next: () => {
      for (;;) {
        if (segment < segmentsEnd) {
          const last = take();
          if (last !== undefined) {
            if (parts.length === 0) return last;
            const joined = Buffer.concat([...parts, last]);
            parts = [];
            return joined;
          }
          if (parts.length > MAX_PARTS) state = 'irregular';
        }
        if (state !== 'reading') return state;
        if (!turn() && state !== 'reading') return state;
      }
    },
  };
};
