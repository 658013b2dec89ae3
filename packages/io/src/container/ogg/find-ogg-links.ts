import { readSync } from 'node:fs';
import { MAX_PAGE_HEAD_BYTES, oggPageAt } from './ogg-page.js';

/** Where a link of a chained Ogg file lies. */
export interface OggLink {
  readonly start: number;
  readonly end: number;
}

const BLOCK_BYTES = 65_536;
/** A file of more links is read as if it ended there. */
const MAX_LINKS = 10_000;

const readAt = (fd: number, at: number, count: number): Buffer => {
  const bytes = Buffer.alloc(count);
  return bytes.subarray(0, readSync(fd, bytes, 0, count, at));
};

/**
 * The links of a chained Ogg file; one for a file that is not chained. All page heads are looked at: links may
 * have the same serial number.
 */
export const findOggLinks = (fd: number, size: number): readonly OggLink[] => {
  const whole = [{ start: 0, end: size }];
  const first = oggPageAt(readAt(fd, 0, MAX_PAGE_HEAD_BYTES), 0);
  if (typeof first !== 'object') return whole;
  const starts: number[] = [0];
  let inHeads = true;
  let block: Buffer = Buffer.alloc(0);
  let from = 0;
  for (let at = 0; at < size && starts.length < MAX_LINKS; ) {
    if (at < from || at + MAX_PAGE_HEAD_BYTES > from + block.length) {
      from = at;
      block = readAt(fd, at, BLOCK_BYTES);
    }
    const page = oggPageAt(block, at - from);
    if (page === undefined) break;
    if (page === 'garbage') {
      const next = block.indexOf('OggS', at - from + 1);
      at = next < 0 ? from + Math.max(block.length - 3, 1) : from + next;
      continue;
    }
    if (page.begins && !inHeads) starts.push(at);
    inHeads = page.begins;
    at += page.bytes;
  }
  return starts.map((start, i) => ({ start, end: starts[i + 1] ?? size }));
};
