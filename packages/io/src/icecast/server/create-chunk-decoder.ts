import { AudioFlowError } from '@audioflow/core';
import type { BodyDecoder } from './create-body-decoder.js';

/** The line of a chunk's size, with extensions that nobody uses. */
const MAX_LINE = 256;
const MAX_TRAILER_BYTES = 8192;
/** 2^40 bytes are a month of the widest stream: no chunk is that long. */
const SIZE = /^([0-9a-f]{1,10})[ \t]*(?:;|$)/i;
const LF = 0x0a;

const malformed = (text: string): AudioFlowError =>
  new AudioFlowError('malformed-data', `expected a chunked body, got ${text}`);

/**
 * Makes a decoder of `Transfer-Encoding: chunked` (RFC 9112, section 7.1). Chunk extensions and
 * trailers are thrown away.
 *
 * @throws AudioFlowError `malformed-data` from `push`.
 */
export const createChunkDecoder = (): BodyDecoder => {
  let state: 'size' | 'data' | 'border' | 'trailer' | 'end' = 'size';
  let line = '';
  let rest = 0;
  let trailerBytes = 0;

  /** Takes a line's bytes; the line, without its end, once it is whole. */
  const takeLine = (bytes: Buffer, from: number): readonly [next: number, line?: string] => {
    const end = bytes.indexOf(LF, from);
    const stop = end < 0 ? bytes.length : end;
    if (line.length + stop - from > MAX_LINE) throw malformed(`a line above ${MAX_LINE} bytes`);
    line += bytes.toString('latin1', from, stop);
    if (end < 0) return [bytes.length];
    const whole = line.replace(/\r$/, '');
    line = '';
    return [end + 1, whole];
  };
  const takeSize = (text: string): void => {
    const size = SIZE.exec(text)?.[1];
    if (size === undefined) throw malformed('a chunk without a size');
    rest = Number.parseInt(size, 16);
    state = rest === 0 ? 'trailer' : 'data';
  };
  const endLine = (text: string): void => {
    if (state === 'size') takeSize(text);
    else if (state === 'border') {
      if (text !== '') throw malformed('a chunk that is longer than its size');
      state = 'size';
    } else {
      trailerBytes += text.length;
      if (trailerBytes > MAX_TRAILER_BYTES) throw malformed('endless trailers');
      if (text === '') state = 'end';
    }
  };

  return {
    get ended() {
      return state === 'end';
    },
    push: (bytes, out) => {
      const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      for (let at = 0; at < view.length && state !== 'end'; ) {
        if (state === 'data') {
          const part = view.subarray(at, at + rest);
          at += part.length;
          rest -= part.length;
          if (rest === 0) state = 'border';
          out(part);
          continue;
        }
        const [next, text] = takeLine(view, at);
        at = next;
        if (text !== undefined) endLine(text);
      }
    },
  };
};
