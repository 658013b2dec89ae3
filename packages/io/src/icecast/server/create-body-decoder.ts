import { AudioFlowError } from '@audioflow/core';
import { createChunkDecoder } from './create-chunk-decoder.js';

/** Takes a request's body out of the bytes of a connection. */
export interface BodyDecoder {
  /** Whether the body has come to the end that its framing states; a raw body never does. */
  readonly ended: boolean;
  /** Takes bytes; what comes behind the end is left. */
  push(bytes: Uint8Array, out: (bytes: Uint8Array) => void): void;
}

const createRawDecoder = (): BodyDecoder => ({ ended: false, push: (bytes, out) => out(bytes) });

const createLengthDecoder = (length: number): BodyDecoder => {
  let rest = length;
  return {
    get ended() {
      return rest === 0;
    },
    push: (bytes, out) => {
      const part = bytes.subarray(0, rest);
      rest -= part.length;
      if (part.length > 0) out(part);
    },
  };
};

/**
 * Makes the decoder for a body: chunked, of a stated length, or raw until the connection ends, as
 * Icecast's sources send it.
 *
 * @throws AudioFlowError `malformed-data` on a length that is none, or one beside chunks;
 * `unsupported` on another transfer encoding.
 */
export const createBodyDecoder = (headers: ReadonlyMap<string, string>): BodyDecoder => {
  const encoding = headers.get('transfer-encoding')?.toLowerCase() ?? 'identity';
  const length = headers.get('content-length');
  if (encoding !== 'identity' && encoding !== 'chunked') {
    throw new AudioFlowError(
      'unsupported',
      'expected no Transfer-Encoding, or chunked, got another one',
    );
  }
  if (length === undefined)
    return encoding === 'chunked' ? createChunkDecoder() : createRawDecoder();
  // Both at once is how requests are smuggled (RFC 9112, section 6.3).
  if (encoding === 'chunked' || !/^\d{1,15}$/.test(length)) {
    throw new AudioFlowError('malformed-data', 'expected one Content-Length and no chunks');
  }
  return createLengthDecoder(Number(length));
};
