import type { ReadAt } from '../read-at.types.js';

const ID = {
  ebml: 0x1a45dfa3,
  segment: 0x18538067,
  cluster: 0x1f43b675,
  blockGroup: 0xa0,
  simpleBlock: 0xa3,
  block: 0xa1,
  discardPadding: 0x75a2,
} as const;
/** What is within what is walked. */
const OPENED: ReadonlySet<number> = new Set([ID.segment, ID.cluster, ID.blockGroup]);
const HEAD_BYTES = 12;
/** More elements than a file of one packet has. */
const MAX_ELEMENTS = 1000;

/** Whether a Matroska or WebM file begins so. */
export const isMatroska = (bytes: Uint8Array): boolean =>
  bytes.length >= 4 &&
  new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getUint32(0) === ID.ebml;

/** A number of one to eight bytes, whose first bits tell how many (RFC 8794, section 4). */
const vint = (
  bytes: Uint8Array,
  at: number,
  keepsMarker: boolean,
): { readonly value: number; readonly end: number } | undefined => {
  const first = bytes[at] ?? 0;
  const length = Math.clz32(first) - 23;
  if (first === 0 || at + length > bytes.length) return undefined;
  let value = keepsMarker ? first : first & (0xff >> length);
  let unknown = value === 0xff >> length;
  for (let i = at + 1; i < at + length; i++) {
    value = value * 256 + (bytes[i] ?? 0);
    unknown &&= bytes[i] === 0xff;
  }
  return { value: unknown && !keepsMarker ? Number.POSITIVE_INFINITY : value, end: at + length };
};

const signed = (bytes: Uint8Array): number =>
  bytes.reduce((sum, byte, i) => sum * 256 + (i === 0 ? (byte << 24) >> 24 : byte), 0);

/**
 * What is to be left out at the end of the only block of a Matroska file, in nanoseconds (RFC 9559, DiscardPadding);
 * 0 where there is none, or more than one block.
 */
export const solePadding = (read: ReadAt): number => {
  let at = 0;
  let blocks = 0;
  let padding = 0;
  for (let i = 0; i < MAX_ELEMENTS; i++) {
    const head = read(at, HEAD_BYTES);
    const id = vint(head, 0, true);
    const size = id && vint(head, id.end, false);
    if (id === undefined || size === undefined) return blocks === 1 ? padding : 0;
    at += size.end;
    if (OPENED.has(id.value)) continue;
    if (id.value === ID.block || id.value === ID.simpleBlock) blocks++;
    if (id.value === ID.discardPadding && size.value <= 8) padding = signed(read(at, size.value));
    at += size.value;
  }
  return 0;
};
