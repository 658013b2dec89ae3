import { open, stat } from 'node:fs/promises';
import { AudioFlowError, type ByteStream, fromPull } from '@audioflow/core';
import { fileError } from '../file-error.js';
import { readBytes } from '../read-bytes.js';
import type { SeekableSource } from './audio-source.types.js';

const CHUNK_BYTES = 65_536;
const WISH = 'a readable audio file';

const describe = (path: string, text: string): AudioFlowError =>
  new AudioFlowError('io', `expected an audio file at ${path}: ${text}`, { details: { path } });

/** Opening a pipe would wait for its writer, and no signal ends that: it is refused before. */
const expectRegular = async (owner: string, path: string): Promise<number> => {
  const stats = await stat(path).catch((cause: unknown) => {
    throw fileError(owner, { path, wish: WISH }, cause);
  });
  if (stats.isDirectory()) throw describe(path, 'it is a directory: name a file');
  if (!stats.isFile()) {
    const text =
      'it is a pipe, a socket or a device: open it with node:fs createReadStream and give that';
    throw describe(path, text);
  }
  return stats.size;
};

/**
 * A regular file.
 *
 * @throws AudioFlowError `io` where none can be read.
 */
export const fileSource = async (owner: string, path: string): Promise<SeekableSource> => {
  const wish = { path, wish: WISH };
  const size = await expectRegular(owner, path);
  return {
    kind: 'file',
    name: path,
    size,
    read: async (position, count) => {
      const file = await open(path, 'r').catch((cause: unknown) => {
        throw fileError(owner, wish, cause);
      });
      try {
        const { bytesRead, buffer } = await file.read(Buffer.alloc(count), 0, count, position);
        return new Uint8Array(buffer.subarray(0, bytesRead));
      } catch (cause) {
        throw fileError(owner, wish, cause);
      } finally {
        await file.close();
      }
    },
    open: (from = 0) => readBytes(path, { start: from }),
  };
};

const fromReader = (
  size: number,
  read: (position: number, count: number) => Promise<Uint8Array>,
): SeekableSource => {
  async function* chunks(from: number): AsyncGenerator<Uint8Array> {
    for (let at = from; at < size; at += CHUNK_BYTES) {
      yield await read(at, Math.min(CHUNK_BYTES, size - at));
    }
  }
  const stream = (from = 0): ByteStream => fromPull(() => chunks(from), { name: 'readAudio' });
  return { kind: 'bytes', name: 'the given bytes', size, read, open: stream };
};

/** Bytes in memory; they must stay as they are while they are read. */
export const bytesSource = (bytes: Uint8Array): SeekableSource =>
  // Copies: a chunk belongs to whoever gets it.
  fromReader(bytes.length, async (position, count) => bytes.slice(position, position + count));

/** A blob: a file of a form, or bytes that a browser's API has given. */
export const blobSource = (blob: Blob): SeekableSource =>
  fromReader(blob.size, async (position, count) => {
    try {
      return new Uint8Array(await blob.slice(position, position + count).arrayBuffer());
    } catch (cause) {
      throw new AudioFlowError('io', 'readAudio: expected a blob that can be read, it cannot', {
        cause,
      });
    }
  });
