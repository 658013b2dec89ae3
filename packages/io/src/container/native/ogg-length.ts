import { readSync } from 'node:fs';
import type { OpenFile } from './native-input.js';

const TAIL_BYTES = 65_536;
const PAGE_HEAD_BYTES = 27;

interface Page {
  readonly serial: number;
  readonly granule: bigint;
}

/** An Ogg page header (RFC 3533, section 6). */
const pageAt = (bytes: Buffer, at: number): Page | undefined =>
  at + PAGE_HEAD_BYTES <= bytes.length && bytes.toString('latin1', at, at + 4) === 'OggS'
    ? { serial: bytes.readUInt32LE(at + 14), granule: bytes.readBigInt64LE(at + 6) }
    : undefined;

const lastPage = (bytes: Buffer): Page | undefined => {
  for (let at = bytes.lastIndexOf('OggS'); at >= 0; at = bytes.lastIndexOf('OggS', at - 1)) {
    const page = pageAt(bytes, at);
    if (page !== undefined && page.granule >= 0) return page;
    if (at === 0) break;
  }
  return undefined;
};

/**
 * The granule position that a file with one logical Ogg stream ends with: for Vorbis its length in
 * samples (Vorbis I, section A.2). Undefined for chained and multiplexed files.
 */
export const oggLength = ({ fd, start, size }: OpenFile): number | undefined => {
  const head = Buffer.alloc(PAGE_HEAD_BYTES);
  readSync(fd, head, 0, head.length, start);
  const tail = Buffer.alloc(Math.min(size, TAIL_BYTES));
  readSync(fd, tail, 0, tail.length, start + size - tail.length);
  const first = pageAt(head, 0);
  const last = lastPage(tail);
  if (first === undefined || last === undefined || first.serial !== last.serial) return undefined;
  return Number(last.granule);
};
