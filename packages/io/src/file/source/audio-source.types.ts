import type { ByteStream } from '@audioflow/core';

/**
 * What audio is read from: a path or URL (`http:`, `https:`, `file:`), bytes (`Uint8Array`, `ArrayBuffer`,
 * `Blob`), a Web `ReadableStream` or Node `Readable` (`process.stdin` is one), any other async iterable of
 * bytes, or any `ByteStream`. Streams are read as they come, once; the others can be read again.
 */
export type AudioSource =
  | string
  | URL
  | Uint8Array
  | ArrayBuffer
  | Blob
  | ReadableStream<Uint8Array>
  | AsyncIterable<Uint8Array>
  | ByteStream;

/** A source that can be read anywhere, and again: a file, or bytes in memory. */
export interface SeekableSource {
  readonly kind: 'file' | 'bytes';
  /** Names it in messages: the path, or `the given bytes`. */
  readonly name: string;
  readonly size: number;
  read(position: number, count: number): Promise<Uint8Array>;
  /** The bytes from a position on; a new stream each time. */
  open(from?: number): ByteStream;
}

/** A source that is read as it comes. */
export interface FlowingSource {
  readonly kind: 'stream';
  /** The URL without what is secret in it, or `the given stream`. */
  readonly name: string;
  open(): ByteStream;
}

/** A source, resolved. */
export type ResolvedSource = SeekableSource | FlowingSource;
