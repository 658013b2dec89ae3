import { AudioFlowError } from '@audioflow/core';
import type { AnswerHead } from '../dial/create-answer-reader.js';

/** Takes the framing of HTTP off the body of an answer. */
export interface RelayBody {
  /** Takes bytes; `out` gets what is audio. What comes behind the end is dropped. */
  push(bytes: Uint8Array, out: (part: Uint8Array) => void): void;
  /** Whether the end has come: the last chunk, or as many bytes as were promised. */
  readonly ended: boolean;
  /** Whether a length was promised, and no titles: a file rather than a station. */
  readonly finite: boolean;
}

/** Longest line before a chunk, with its extensions. */
const MAX_LINE = 256;
/** Longest chunk: 28 bits. */
const SIZE = /^[0-9a-f]{1,7}\s*(?:;|$)/i;
const LF = 0x0a;

const malformed = (came: string): AudioFlowError =>
  new AudioFlowError('malformed-data', `openIcecast: expected the size of a chunk, got ${came}`);

const parseSize = (line: string): number => {
  if (!SIZE.test(line)) throw malformed(JSON.stringify(line.slice(0, 40)));
  return Number.parseInt(line, 16);
};

const createChunkedDecoder = (): RelayBody => {
  let state: 'size' | 'data' | 'after' | 'ended' = 'size';
  let line = '';
  let left = 0;

  /** Takes up to the end of a line; answers the line once it is whole. */
  const takeLine = (bytes: Uint8Array): { readonly count: number; readonly whole: boolean } => {
    const end = bytes.indexOf(LF);
    const count = end < 0 ? bytes.length : end + 1;
    line += Buffer.from(bytes.subarray(0, count))
      .toString('latin1')
      .slice(0, MAX_LINE + 1);
    if (line.length > MAX_LINE) throw malformed(`a line of over ${MAX_LINE} bytes`);
    return { count, whole: end >= 0 };
  };
  const endLine = (): void => {
    const text = line.trim();
    line = '';
    if (state === 'after') {
      if (text !== '') throw malformed('a chunk that is longer than its size');
      state = 'size';
      return;
    }
    left = parseSize(text);
    state = left === 0 ? 'ended' : 'data';
  };
  return {
    finite: false,
    get ended() {
      return state === 'ended';
    },
    push(bytes, out) {
      let at = 0;
      while (at < bytes.length && state !== 'ended') {
        const rest = bytes.subarray(at);
        if (state === 'data') {
          const part = rest.subarray(0, left);
          at += part.length;
          left -= part.length;
          if (left === 0) state = 'after';
          out(part);
        } else {
          const { count, whole } = takeLine(rest);
          at += count;
          if (whole) endLine();
        }
      }
    },
  };
};

const createLengthDecoder = (length: number, isStation: boolean): RelayBody => {
  let left = length;
  return {
    // Some stations promise a length that no listener lives to see.
    finite: Number.isFinite(length) && !isStation,
    get ended() {
      return left === 0;
    },
    push(bytes, out) {
      const part = bytes.subarray(0, left);
      left -= part.length;
      if (part.length > 0) out(part);
    },
  };
};

/** Makes the decoder that the head of an answer asks for. */
export const createRelayBody = ({ headers }: AnswerHead): RelayBody => {
  const coding = headers.get('transfer-encoding')?.toLowerCase() ?? 'identity';
  if (coding === 'chunked') return createChunkedDecoder();
  if (coding !== 'identity') {
    throw new AudioFlowError(
      'unsupported',
      `openIcecast: expected a plain or chunked body, got transfer-encoding ${JSON.stringify(coding)}`,
    );
  }
  const length = headers.get('content-length') ?? '';
  const bytes = /^\d{1,15}$/.test(length) ? Number(length) : Number.POSITIVE_INFINITY;
  return createLengthDecoder(bytes, headers.has('icy-metaint'));
};
