import { fileURLToPath } from 'node:url';
import { AudioFlowError, type ByteStream, fromReadable } from '@audioflow/core';
import { isObservable } from 'rxjs';
import { pathSchema } from '../option-schemas.js';
import type { AudioSource, ResolvedSource } from './audio-source.types.js';
import { fetchBytes, urlName } from './fetch-bytes.js';
import { blobSource, bytesSource, fileSource } from './seekable-sources.js';

const fromUrl = (owner: string, url: URL): ResolvedSource | Promise<ResolvedSource> => {
  if (url.protocol === 'file:') return fileSource(owner, fileURLToPath(url));
  return { kind: 'stream', name: urlName(url), open: () => fetchBytes(url) };
};

const flowing = (bytes: ByteStream): ResolvedSource => ({
  kind: 'stream',
  name: 'the given stream',
  open: () => bytes,
});

const has = (value: object, key: PropertyKey): boolean => key in value;
const isWebStream = (value: object): value is ReadableStream<Uint8Array> => has(value, 'getReader');
const isIterable = (value: object): value is AsyncIterable<Uint8Array> =>
  has(value, Symbol.asyncIterator);
/** By shape: under some test runners these classes come from another realm. */
const isBlob = (value: object): value is Blob =>
  has(value, 'arrayBuffer') && has(value, 'slice') && has(value, 'size');
const tagOf = (value: object): string => Object.prototype.toString.call(value).slice(8, -1);
const isBuffer = (value: object): value is ArrayBuffer => tagOf(value) === 'ArrayBuffer';
const isUrl = (value: unknown): value is URL =>
  typeof value === 'object' && value !== null && tagOf(value) === 'URL';
const isBytes = (value: object): value is Uint8Array => tagOf(value) === 'Uint8Array';

const URL_PATTERN = /^(https?|file):\/\//i;
const PROTOCOLS: readonly string[] = ['http:', 'https:', 'file:'];

const parsed = (text: string): URL | undefined => {
  if (!URL_PATTERN.test(text)) return undefined;
  return URL.canParse(text) ? new URL(text) : undefined;
};

/** What a value is as a source; undefined for what is none. */
const kindOf = (value: unknown): 'path' | 'url' | 'bytes' | 'stream' | undefined => {
  if (typeof value === 'string') {
    if (!URL_PATTERN.test(value)) return pathSchema.safeParse(value).success ? 'path' : undefined;
    return parsed(value) === undefined ? undefined : 'url';
  }
  if (typeof value !== 'object' || value === null) return undefined;
  if (isUrl(value)) return PROTOCOLS.includes(value.protocol) ? 'url' : undefined;
  if (isBytes(value) || isBuffer(value) || isBlob(value)) return 'bytes';
  return isObservable(value) || isWebStream(value) || isIterable(value) ? 'stream' : undefined;
};

/**
 * Checks that a value is a source, without touching it.
 *
 * @throws AudioFlowError `invalid-option`.
 */
export const checkSource = (owner: string, source: unknown): void => {
  if (kindOf(source) !== undefined) return;
  const came = typeof source === 'string' ? JSON.stringify(source) : typeof source;
  throw new AudioFlowError(
    'invalid-option',
    `${owner}: expected a path, a URL (http, https or file), bytes, a readable stream or a ByteStream, got ${came}`,
  );
};

/**
 * Finds out what a source is.
 *
 * @throws AudioFlowError `invalid-option`; `io` where no regular file can be read.
 */
export const resolveSource = async (
  owner: string,
  source: AudioSource,
): Promise<ResolvedSource> => {
  checkSource(owner, source);
  if (typeof source === 'string') {
    const url = parsed(source);
    return url === undefined ? fileSource(owner, source) : fromUrl(owner, url);
  }
  if (isUrl(source)) return fromUrl(owner, source);
  if (isBytes(source)) return bytesSource(source);
  if (isBuffer(source)) return bytesSource(new Uint8Array(source));
  if (isBlob(source)) return blobSource(source);
  return flowing(isObservable(source) ? source : fromReadable(source));
};

/** Whether a source is an address of the web, which is asked again for each reading. */
export const isAddress = (source: unknown): boolean => {
  const url = typeof source === 'string' ? parsed(source) : source;
  return isUrl(url) && url.protocol !== 'file:';
};
