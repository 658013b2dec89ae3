import { createByteQueue } from '@audioflow/codecs/bitstream';
import type { SourceHead } from './source-head.js';

const text = (bytes: Uint8Array, at: number): string =>
  String.fromCharCode(...bytes.subarray(at, at + 4));
const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.length);

/** A part of a container that says its name and size. */
interface Part {
  readonly name: string;
  /** Where the next one begins; infinite where it goes on to the end. */
  readonly end: number;
}

/** A box of MP4 (ISO/IEC 14496-12, 4.2); undefined where its head is not all there. */
const boxAt = (bytes: Uint8Array, at: number): Part | undefined => {
  if (at + 16 > bytes.length) return undefined;
  const size = viewOf(bytes).getUint32(at);
  const name = text(bytes, at + 4);
  if (size === 1) return { name, end: at + Number(viewOf(bytes).getBigUint64(at + 8)) };
  return { name, end: size === 0 ? Infinity : at + Math.max(size, 8) };
};

/** A chunk of CAF, or of AIFF. */
const chunkAt = (bytes: Uint8Array, at: number, long: boolean): Part | undefined => {
  const headBytes = long ? 12 : 8;
  if (at + headBytes > bytes.length) return undefined;
  const size = long
    ? Number(viewOf(bytes).getBigInt64(at + 4))
    : viewOf(bytes).getUint32(at + 4) + (viewOf(bytes).getUint32(at + 4) % 2);
  return { name: text(bytes, at), end: size < 0 ? Infinity : at + headBytes + size };
};

type Walk = (bytes: Uint8Array, at: number) => Part | undefined;

interface Kind {
  readonly first: number;
  readonly walk: Walk;
  /** What has to come before the sound for a reader that cannot seek. */
  readonly index: string;
  readonly sound: string;
}

const kindOf = (bytes: Uint8Array): Kind | undefined => {
  if (text(bytes, 4) === 'ftyp') {
    return { first: 0, walk: boxAt, index: 'moov', sound: 'mdat' };
  }
  if (text(bytes, 0) === 'caff') {
    // Uncompressed packets need no table.
    const plain = ['lpcm', 'ulaw', 'alaw'].includes(text(bytes, 28));
    const walk: Walk = (b, at) => chunkAt(b, at, true);
    return plain ? undefined : { first: 8, walk, index: 'pakt', sound: 'data' };
  }
  if (text(bytes, 0) === 'FORM') {
    const walk: Walk = (b, at) => chunkAt(b, at, false);
    return { first: 12, walk, index: 'COMM', sound: 'SSND' };
  }
  return undefined;
};

/** The file's index comes first, the sound does, or more bytes are needed to tell. */
const judge = (bytes: Uint8Array): 'index' | 'sound' | undefined => {
  const kind = kindOf(bytes);
  if (kind === undefined) return 'index';
  for (let at = kind.first; ; ) {
    const part = kind.walk(bytes, at);
    if (part === undefined) return undefined;
    if (part.name === kind.index) return 'index';
    if (part.name === kind.sound || part.end === Infinity) return 'sound';
    at = part.end;
  }
};

/** Whether what begins so has its index behind the sound: MP4, CAF and AIFF may. */
export const needsSpool = async (head: SourceHead): Promise<boolean> => {
  const queue = createByteQueue();
  for await (const chunk of head.look()) {
    queue.push(chunk);
    const found = queue.length < 32 ? undefined : judge(queue.view);
    if (found !== undefined) return found === 'sound';
    if (queue.length > MOST_BYTES) break;
  }
  return true;
};

/** Whoever puts more before the index does not stream. */
const MOST_BYTES = 1 << 20;
