import { type FileHandle, open, stat } from 'node:fs/promises';
import { AudioFlowError } from '@audioflow/core';
import { type Id3Tag, id3Bytes, parseId3 } from '../container/index.js';
import { END_TAG_BYTES, endTagBytes } from './end-tag-bytes.js';
import { fileError } from './file-error.js';

/** The beginning of a file, read once to find out what it is. */
export interface FileHead {
  readonly path: string;
  /** Bytes of the file. */
  readonly size: number;
  /** Where the head begins: behind the ID3 tag. */
  readonly offset: number;
  /** Up to 64 KiB. */
  readonly bytes: Uint8Array;
  readonly id3?: Id3Tag;
  /** Bytes of the tags at the end of the file: ID3v1, APEv2. */
  readonly endTagBytes: number;
}

const HEAD_BYTES = 65_536;
/** Tags with pictures can be large; their text comes first as a rule. */
const MAX_TAG_BYTES = 1 << 20;

const WISH = 'a readable audio file';

const describe = (path: string, text: string, code: 'io' | 'malformed-data'): AudioFlowError =>
  new AudioFlowError(code, `expected an audio file at ${path}: ${text}`, { details: { path } });

const readAt = async (file: FileHandle, position: number, count: number): Promise<Uint8Array> => {
  const { bytesRead, buffer } = await file.read(Buffer.alloc(count), 0, count, position);
  return new Uint8Array(buffer.subarray(0, bytesRead));
};

/** Opening a pipe would wait for its writer, and no signal ends that: it is refused before. */
const expectRegular = async (owner: string, path: string): Promise<void> => {
  const stats = await stat(path).catch((cause: unknown) => {
    throw fileError(owner, { path, wish: WISH }, cause);
  });
  if (stats.isDirectory()) throw describe(path, 'it is a directory: name a file', 'io');
  if (!stats.isFile()) {
    const text = 'it is a pipe, a socket or a device: write it to a regular file first';
    throw describe(path, text, 'io');
  }
};

/**
 * Reads the head of a file.
 *
 * @throws AudioFlowError `io` where no regular file can be read, `malformed-data` where it is empty.
 */
export const readHead = async (owner: string, path: string): Promise<FileHead> => {
  const wish = { path, wish: WISH };
  await expectRegular(owner, path);
  const file = await open(path, 'r').catch((cause: unknown) => {
    throw fileError(owner, wish, cause);
  });
  try {
    const stats = await file.stat();
    const bytes = await readAt(file, 0, HEAD_BYTES);
    if (bytes.length === 0) throw describe(path, 'it is empty', 'malformed-data');
    const size = Math.max(stats.size, bytes.length);
    const tail = await readAt(file, Math.max(0, size - END_TAG_BYTES), END_TAG_BYTES);
    const common = { path, size, endTagBytes: endTagBytes(tail) };
    const tagBytes = id3Bytes(bytes);
    if (tagBytes === 0) return { ...common, offset: 0, bytes };
    const id3 = parseId3(await readAt(file, 0, Math.min(tagBytes, MAX_TAG_BYTES)));
    return { ...common, offset: tagBytes, bytes: await readAt(file, tagBytes, HEAD_BYTES), id3 };
  } catch (cause) {
    throw fileError(owner, wish, cause);
  } finally {
    await file.close();
  }
};
