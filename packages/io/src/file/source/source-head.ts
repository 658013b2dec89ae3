import { AudioFlowError, type ByteStream } from '@audioflow/core';
import {
  type EndTag,
  type Id3Tag,
  id3Bytes,
  parseApe,
  parseId3,
  parseId3v1,
} from '../../container/index.js';
import { END_TAG_BYTES, endTagBytes, ID3V1_BYTES } from '../end-tag-bytes.js';
import { findReader, type SourceReader } from '../probe-container.js';
import type { ResolvedSource, SeekableSource } from './audio-source.types.js';
import { type PeekedSource, peekSource } from './peeked-source.js';

/** The beginning of a source, looked at to find out what it is. */
export interface SourceHead {
  readonly name: string;
  readonly reader: SourceReader;
  /** What can be read anywhere; absent for what is read as it comes. */
  readonly seekable?: SeekableSource;
  /** Bytes in all, where they are known. */
  readonly size?: number;
  /** Where the head begins in what `open` gives: behind the ID3 tag. */
  readonly offset: number;
  /** Up to 64 KiB; less of a stream, as much as tells what it is. */
  readonly bytes: Uint8Array;
  readonly id3?: Id3Tag;
  /** Bytes of the tags at the end: ID3v1, APEv2. */
  readonly endTagBytes: number;
  /** What they say. */
  readonly endTags: EndTag;
  /** The bytes from the head's beginning on, to look at them: they stay to be read. */
  look(): AsyncGenerator<Uint8Array, void>;
  /** The bytes from a position on; of a stream all, once. */
  open(from?: number): ByteStream;
  /** Lets go of a stream that is not read; idempotent. */
  close(): Promise<void>;
}

const HEAD_BYTES = 65_536;
/** Tags with pictures can be large: what does not fit is left out. */
const MAX_TAG_BYTES = 1 << 22;
/** Enough to tell whether there is an ID3 tag, and how long it is. */
const TAG_HEAD_BYTES = 10;

const emptySource = (name: string): AudioFlowError =>
  new AudioFlowError('malformed-data', `expected audio in ${name}: it is empty`, {
    details: { path: name },
  });

const NO_TAGS: EndTag = { tags: {}, pictures: [] };

/** The tags at the end: APEv2, and ID3v1 behind it or alone. */
const readEndTags = async (source: SeekableSource, tagBytes: number): Promise<EndTag> => {
  if (tagBytes === 0) return NO_TAGS;
  const count = Math.min(tagBytes, source.size, MAX_TAG_BYTES);
  const bytes = await source.read(source.size - count, count);
  const old = parseId3v1(bytes);
  const hasOld = Object.keys(old).length > 0;
  const ape = parseApe(hasOld ? bytes.subarray(0, -ID3V1_BYTES) : bytes);
  return { tags: { ...old, ...ape.tags }, pictures: ape.pictures };
};

const seekableHead = async (source: SeekableSource): Promise<SourceHead> => {
  const { name, size } = source;
  const [start, tail] = await Promise.all([
    source.read(0, HEAD_BYTES),
    source.read(Math.max(0, size - END_TAG_BYTES), END_TAG_BYTES),
  ]);
  if (start.length === 0) throw emptySource(name);
  const tagBytes = endTagBytes(tail);
  const offset = id3Bytes(start);
  const id3 =
    offset === 0 ? undefined : parseId3(await source.read(0, Math.min(offset, MAX_TAG_BYTES)));
  const bytes = offset === 0 ? start : await source.read(offset, HEAD_BYTES);
  return {
    name,
    reader: findReader(bytes, { name, tagged: id3 !== undefined, scans: false }, true) ?? 'native',
    seekable: source,
    size,
    offset,
    bytes,
    ...(id3 === undefined ? {} : { id3 }),
    endTagBytes: tagBytes,
    endTags: await readEndTags(source, tagBytes),
    async *look() {
      yield bytes;
      for (let at = offset + bytes.length; at < size; at += HEAD_BYTES) {
        yield await source.read(at, HEAD_BYTES);
      }
    },
    open: source.open,
    close: async () => {},
  };
};

/** Takes the ID3 tag off the front. */
const takeTag = async (peek: PeekedSource): Promise<Id3Tag | undefined> => {
  const gather = async (count: number): Promise<void> => {
    while (peek.bytes.length < count && (await peek.more())) {
      // Until they are there, or the end.
    }
  };
  await gather(TAG_HEAD_BYTES);
  const tagBytes = id3Bytes(peek.bytes);
  if (tagBytes === 0) return undefined;
  const count = Math.min(tagBytes, MAX_TAG_BYTES);
  await gather(count);
  const tag = parseId3(peek.bytes.slice(0, count));
  await peek.drop(tagBytes);
  return tag;
};

const peekedHead = async (name: string, peek: PeekedSource): Promise<SourceHead> => {
  const id3 = await takeTag(peek);
  const hints = { name, tagged: id3 !== undefined, scans: true };
  let reader = findReader(peek.bytes, hints, false);
  while (reader === undefined) {
    const final = peek.bytes.length >= HEAD_BYTES || !(await peek.more());
    reader = findReader(peek.bytes, hints, final);
    if (final) break;
  }
  if (peek.bytes.length === 0) throw emptySource(name);
  return {
    name,
    reader: reader ?? 'native',
    offset: 0,
    bytes: peek.bytes.slice(0, HEAD_BYTES),
    ...(id3 === undefined ? {} : { id3 }),
    endTagBytes: 0,
    endTags: NO_TAGS,
    async *look() {
      let seen = 0;
      for (;;) {
        const fresh = peek.bytes.slice(seen);
        seen += fresh.length;
        if (fresh.length > 0) yield fresh;
        else if (!(await peek.more())) return;
      }
    },
    open: () => peek.open(),
    close: peek.close,
  };
};

/**
 * Looks at the beginning of a source. A stream is read only as far as it takes to tell what it is.
 *
 * @param signal Ends the waiting for a stream.
 * @throws AudioFlowError `malformed-data` where the source is empty; what reading it throws.
 */
export const readHead = async (
  source: ResolvedSource,
  signal: AbortSignal,
): Promise<SourceHead> => {
  if (source.kind !== 'stream') return seekableHead(source);
  const peek = peekSource(source.name, source.open());
  signal.addEventListener('abort', () => void peek.close(), { once: true });
  try {
    return await peekedHead(source.name, peek);
  } catch (error) {
    await peek.close();
    throw error;
  }
};
