import { readSync } from 'node:fs';
import { MAX_PAGE_HEAD_BYTES, type OggPage, oggPageAt } from '../ogg/index.js';
import type { OpenFile } from './native-input.js';

const TAIL_BYTES = 65_536;

/** The page that begins at `at`, if one does. */
const pageAt = (bytes: Buffer, at: number): OggPage | undefined => {
  const page = oggPageAt(bytes, at);
  return page === 'garbage' ? undefined : page;
};

/** The last page that is all there and in which a packet ends: nothing is heard of one that is cut. */
const lastPage = (bytes: Buffer): OggPage | undefined => {
  for (let at = bytes.lastIndexOf('OggS'); at >= 0; at = bytes.lastIndexOf('OggS', at - 1)) {
    const page = pageAt(bytes, at);
    const isWhole = page !== undefined && at + page.bytes <= bytes.length;
    if (isWhole && page.granule >= 0) return page;
    if (at === 0) break;
  }
  return undefined;
};

/**
 * The granule position that a file with one logical Ogg stream ends with: for Vorbis its length in
 * samples (Vorbis I, section A.2). Undefined for chained and multiplexed files.
 */
export const oggLength = ({ fd, start, size }: OpenFile): number | undefined => {
  const head = Buffer.alloc(MAX_PAGE_HEAD_BYTES);
  readSync(fd, head, 0, head.length, start);
  const tail = Buffer.alloc(Math.min(size, TAIL_BYTES));
  readSync(fd, tail, 0, tail.length, start + size - tail.length);
  const first = pageAt(head, 0);
  const last = lastPage(tail);
  if (first === undefined || last === undefined || first.serial !== last.serial) return undefined;
  return last.granule;
};
