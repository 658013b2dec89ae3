import type { ReadAt } from '../read-at.types.js';
import { createTagList } from '../tags/tag-list.js';
import type { Tags } from '../wav/index.js';

/** Where the body of an information chunk stands. */
export interface CafInfoPlace {
  readonly at: number;
  readonly size: number;
}

const FILE_HEAD_BYTES = 8;
const CHUNK_HEAD_BYTES = 12;
const MAX_CHUNKS = 1000;
/** What is larger is no list of tags. */
const MAX_INFO_BYTES = 1 << 23;

/**
 * Finds the information chunk of a CAF file (Apple, "Core Audio Format Specification", Information Chunk).
 *
 * @param read Reads the file.
 * @param pastSound Whether to look behind the sound, too.
 * @returns `short` where the bytes end within what has to be read; undefined where there is none.
 */
export const findCafInfo = (
  read: ReadAt,
  pastSound: boolean,
): CafInfoPlace | 'short' | undefined => {
  const magic = read(0, 4);
  if (String.fromCharCode(...magic) !== 'caff') return magic.length < 4 ? 'short' : undefined;
  let at = FILE_HEAD_BYTES;
  for (let i = 0; i < MAX_CHUNKS; i++) {
    const head = read(at, CHUNK_HEAD_BYTES);
    if (head.length < CHUNK_HEAD_BYTES) return 'short';
    const view = new DataView(head.buffer, head.byteOffset, head.length);
    const name = String.fromCharCode(...head.subarray(0, 4));
    const size = Number(view.getBigInt64(4));
    at += CHUNK_HEAD_BYTES;
    if (name === 'info') return size >= 4 && size <= MAX_INFO_BYTES ? { at, size } : undefined;
    // The sound may have a size that is not known yet: then it goes on to the end.
    if (size < 0 || (name === 'data' && !pastSound)) return undefined;
    at += size;
  }
  return undefined;
};

/** Reads the body of an information chunk: a count, then names and values, each ended by a zero. */
export const parseCafInfo = (body: Uint8Array): Tags => {
  const list = createTagList();
  if (body.length < 4) return list.tags;
  const count = new DataView(body.buffer, body.byteOffset, body.length).getUint32(0);
  const text = new TextDecoder();
  let at = 4;
  const next = (): string | undefined => {
    const end = body.indexOf(0, at);
    if (end < 0) return undefined;
    const value = text.decode(body.subarray(at, end));
    at = end + 1;
    return value;
  };
  for (let i = 0; i < count; i++) {
    const name = next();
    const value = next();
    if (name === undefined || value === undefined) break;
    list.add(name.toLowerCase(), value);
  }
  return list.tags;
};
