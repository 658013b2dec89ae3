import { AudioFlowError } from '@audioflow/core';
import { decodeIcyText } from '../../icy/decode-icy-text.js';

/** The head of a server's answer. */
export interface AnswerHead {
  /** HTTP status, or what `ICY` has in its place. */
  readonly status: number;
  readonly reason: string;
  /** By name in lower case; the first of several counts. */
  readonly headers: ReadonlyMap<string, string>;
}

/** Collects the head of an answer. */
export interface AnswerReader {
  /** Takes bytes; answers the head once it is whole, and the bytes behind it. */
  push(bytes: Uint8Array): { readonly head: AnswerHead; readonly rest: Uint8Array } | undefined;
}

/** Longest head that is taken. */
const MAX_HEAD_BYTES = 16_384;
const LF = 0x0a;
const CR = 0x0d;

const STATUS_LINE = /^(?:HTTP\/\d(?:\.\d)?|ICY|ICE\/\d\.\d)\s+(\d{3})(?:\s+(.*))?$/;

/** How a status line begins, as far as it has come. */
const STATUS_START = /^(?:H|HT|HTT|HTTP|HTTP\/|I|IC|ICY.{0,2}|ICE.{0,2}|)$/;

const malformed = (owner: string, came: string): AudioFlowError =>
  new AudioFlowError(
    'malformed-data',
    `${owner}: expected the answer of an Icecast or HTTP server, got ${came}: check host and port`,
  );

const parseHead = (owner: string, bytes: Uint8Array): AnswerHead => {
  const lines: string[] = [];
  let from = 0;
  for (let at = bytes.indexOf(LF); at >= 0; at = bytes.indexOf(LF, from)) {
    lines.push(decodeIcyText(bytes.subarray(from, at)));
    from = at + 1;
  }
  const [first = '', ...rest] = lines;
  const found = STATUS_LINE.exec(first);
  if (found === null) throw malformed(owner, JSON.stringify(first.slice(0, 60)));
  const headers = new Map<string, string>();
  for (const line of rest) {
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(colon, 0)).trim().toLowerCase();
    if (name !== '' && !headers.has(name)) headers.set(name, line.slice(colon + 1).trim());
  }
  return { status: Number(found[1]), reason: found[2]?.trim() ?? '', headers };
};

/** Where the empty line ends that closes a head; -1 while it has not come. Looks from `from` on. */
const endOfHead = (bytes: Uint8Array, from: number): number => {
  for (let at = bytes.indexOf(LF, from); at >= 0; at = bytes.indexOf(LF, at + 1)) {
    if (bytes[at + 1] === LF) return at + 2;
    if (bytes[at + 1] === CR && bytes[at + 2] === LF) return at + 3;
  }
  return -1;
};

/** Makes a reader of one head; `owner` begins its errors. */
export const createAnswerReader = (owner: string): AnswerReader => {
  const held = new Uint8Array(MAX_HEAD_BYTES);
  let length = 0;
  return {
    push(bytes) {
      const taken = bytes.subarray(0, MAX_HEAD_BYTES - length);
      held.set(taken, length);
      const from = Math.max(0, length - 3);
      length += taken.length;
      const seen = held.subarray(0, length);
      const end = endOfHead(seen, from);
      if (end >= 0) {
        const head = parseHead(owner, seen.subarray(0, end));
        return { head, rest: bytes.subarray(taken.length - (length - end)) };
      }
      // What is no head is told at its first line, not after the last.
      if (!STATUS_START.test(decodeIcyText(seen.subarray(0, 5)))) {
        throw malformed(
          owner,
          `bytes that begin ${JSON.stringify(decodeIcyText(seen.subarray(0, 20)))}`,
        );
      }
      if (length === MAX_HEAD_BYTES)
        throw malformed(owner, `a head of over ${MAX_HEAD_BYTES} bytes`);
      return undefined;
    },
  };
};
