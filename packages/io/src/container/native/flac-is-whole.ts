import { readSync } from 'node:fs';
import { blockSize, codedNumber } from './flac-frame.js';

/** More than a frame of the largest usual block takes: one that is longer is not looked for. */
const TAIL_BYTES = 65_536;
const STREAM_INFO_BYTES = 42;
const MAX_HEADER_BYTES = 16;

/** A checksum of `width` bits, most significant bit first, from 0 (RFC 9639, sections 9.1.8 and 9.3). */
const checksum = (bytes: Uint8Array, width: 8 | 16, polynomial: number): number => {
  const top = 1 << (width - 1);
  const mask = (1 << width) - 1;
  let sum = 0;
  for (const byte of bytes) {
    sum ^= byte << (width - 8);
    for (let bit = 0; bit < 8; bit++) sum = ((sum << 1) ^ (sum & top ? polynomial : 0)) & mask;
  }
  return sum;
};

/** The sample behind a frame that begins at `at`; undefined where none does (section 9.1). */
const frameEnd = (bytes: Uint8Array, at: number, block: number): number | undefined => {
  if (bytes[at] !== 0xff || ((bytes[at + 1] ?? 0) & 0xfe) !== 0xf8) return undefined;
  if (at + MAX_HEADER_BYTES > bytes.length) return undefined;
  const variable = ((bytes[at + 1] ?? 0) & 1) === 1;
  const sizes = bytes[at + 2] ?? 0;
  const number = codedNumber(bytes, at + 4);
  const behind = at + 4 + number.bytes;
  const code = sizes >> 4;
  const rate = sizes & 15;
  const extra = (code === 6 ? 1 : code === 7 ? 2 : 0) + (rate === 12 ? 1 : rate > 12 ? 2 : 0);
  if (checksum(bytes.subarray(at, behind + extra + 1), 8, 0x07) !== 0) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return number.value * (variable ? 1 : block) + blockSize(code, view, behind);
};

/**
 * Whether a FLAC file ends with the frame that holds the last of `totalSamples` samples, undamaged: its
 * head tells that number also when the rest has been cut off. False where it cannot be told.
 */
export const flacIsWhole = (
  { fd, size }: { readonly fd: number; readonly size: number },
  totalSamples: number,
): boolean => {
  const head = Buffer.alloc(STREAM_INFO_BYTES);
  readSync(fd, head, 0, head.length, 0);
  if (head.toString('latin1', 0, 4) !== 'fLaC') return false;
  const tail = Buffer.alloc(Math.min(size, TAIL_BYTES));
  readSync(fd, tail, 0, tail.length, size - tail.length);
  const block = head.readUInt16BE(10);
  for (let at = tail.lastIndexOf(0xff); at >= 0; at = tail.lastIndexOf(0xff, at - 1)) {
    const whole = frameEnd(tail, at, block) === totalSamples;
    if (whole) return checksum(tail.subarray(at), 16, 0x8005) === 0;
    if (at === 0) break;
  }
  return false;
};
