import { readSync } from 'node:fs';

const FORM_BYTES = 12;
const CHUNK_BYTES = 8;
const MAX_CHUNKS = 1000;

/**
 * Whether the sound chunk of an AIFF file (Audio Interchange File Format 1.3) is there with at least
 * `soundBytes` bytes: the number of samples stands in another chunk, and stays when the end is cut off.
 */
export const aiffIsWhole = (
  { fd, size }: { readonly fd: number; readonly size: number },
  soundBytes: number,
): boolean => {
  const head = Buffer.alloc(CHUNK_BYTES + 4);
  let at = FORM_BYTES;
  for (let count = 0; count < MAX_CHUNKS; count++) {
    if (readSync(fd, head, 0, head.length, at) < head.length) return false;
    const bytes = head.readUInt32BE(4);
    if (head.toString('latin1', 0, 4) === 'SSND') {
      // Behind an offset and a block size of 4 bytes each.
      const sound = bytes - 8 - head.readUInt32BE(CHUNK_BYTES);
      return sound >= soundBytes && at + CHUNK_BYTES + bytes <= size;
    }
    at += CHUNK_BYTES + bytes + (bytes % 2);
  }
  return false;
};
