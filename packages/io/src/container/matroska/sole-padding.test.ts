import { describe, expect, it } from '@jest/globals';
import { isMatroska, solePadding } from './sole-padding.js';

const EBML = [0x1a, 0x45, 0xdf, 0xa3, 0x80];
const UNKNOWN = [0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];
const SEGMENT = [0x18, 0x53, 0x80, 0x67, ...UNKNOWN];
const CLUSTER = [0x1f, 0x43, 0xb6, 0x75, ...UNKNOWN];
const block = (padding: readonly number[]) => {
  const body = [0xa1, 0x85, 0x81, 0, 0, 0, 7, 0x75, 0xa2, 0x80 + padding.length, ...padding];
  return [0xa0, 0x80 + body.length, ...body];
};
const VOID = [0xec, 0x40, 0x02, 1, 2];
const find = (bytes: readonly number[]) => {
  const all = Uint8Array.from(bytes);
  return solePadding((at, count) => all.subarray(at, at + count));
};

describe('the padding of a single block in Matroska', () => {
  it('is found in sizes known and unknown, and has a sign', () => {
    expect(find([...EBML, ...SEGMENT, ...VOID, ...CLUSTER, ...block([0x00, 0xc1, 0x2a])])).toBe(
      0xc12a,
    );
    expect(find([...EBML, ...SEGMENT, ...CLUSTER, ...block([0xff, 0xfe])])).toBe(-2);
  });

  it('is none where there is no block, or another one', () => {
    const head = [...EBML, ...SEGMENT, ...CLUSTER];
    expect(find(head)).toBe(0);
    expect(find([...head, ...block([1]), ...block([2])])).toBe(0);
    expect(find([...head, ...block([1]), 0xa3, 0x84, 0x81, 0, 0, 0])).toBe(0);
    expect(find([])).toBe(0);
  });

  it('is looked for in a bounded number of elements, whatever the bytes', () => {
    let reads = 0;
    solePadding(() => {
      reads++;
      return Uint8Array.of(0xec, 0x80);
    });
    expect(reads).toBe(1000);
    expect(isMatroska(Uint8Array.from(EBML))).toBe(true);
    expect(isMatroska(Uint8Array.of(0x1a, 0x45))).toBe(false);
  });
});
