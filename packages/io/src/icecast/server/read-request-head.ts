import { AudioFlowError } from '@audioflow/core';

/** The head of a source's request. */
export interface RequestHead {
  readonly method: string;
  /** The path, without its query. */
  readonly path: string;
  /** `HTTP/1.1`, `HTTP/1.0` or `ICE/1.0`. */
  readonly version: string;
  /** By lower-case name; bytes as Latin-1. Repeated headers are joined with a comma. */
  readonly headers: ReadonlyMap<string, string>;
}

/** A head, and the bytes that came behind it. */
export interface ReadHead {
  readonly head: RequestHead;
  readonly rest: Uint8Array;
}

/** Gathers the head of one request from the bytes of a connection, cut anywhere. */
export interface HeadReader {
  /**
   * Takes bytes; the head, once it is whole.
   *
   * @throws AudioFlowError `malformed-data`; `limit-exceeded` beyond the size.
   */
  push(bytes: Uint8Array): ReadHead | undefined;
}

const LINE = /^([A-Z]+) (\/[!-~]*) ((?:HTTP|ICE)\/1\.[01])$/;
/** RFC 9110, section 5: a token, a colon, visible text. */
const HEADER = /^([!#$%&'*+.^_`|~\w-]+):[ \t]*(.*?)[ \t]*$/;

const malformed = (text: string): AudioFlowError =>
  new AudioFlowError('malformed-data', `expected the head of a request, got ${text}`);

const parseHeader = (line: string): readonly [name: string, value: string] => {
  const [, name, value] = HEADER.exec(line) ?? [];
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  if (name === undefined || value === undefined || /[\0-\x08\x0a-\x1f\x7f]/.test(value)) {
    throw malformed('a header line that is none');
  }
  return [name.toLowerCase(), value];
};

const parseHead = (text: string): RequestHead => {
  const [first = '', ...lines] = text.split(/\r?\n/);
  const [, method, target, version] = LINE.exec(first) ?? [];
  if (method === undefined || target === undefined || version === undefined) {
    throw malformed('a first line that is none');
  }
  const headers = new Map<string, string>();
  for (const [name, value] of lines.map(parseHeader)) {
    const before = headers.get(name);
    headers.set(name, before === undefined ? value : `${before}, ${value}`);
  }
  const [path = '/'] = target.split(/[?#]/, 1);
  return { method, path, version, headers };
};

/** Where the empty line begins and ends, at or behind `from`. */
const findEnd = (
  bytes: Buffer,
  from: number,
): readonly [start: number, end: number] | undefined => {
  for (let at = bytes.indexOf(0x0a, from); at >= 0; at = bytes.indexOf(0x0a, at + 1)) {
    if (bytes[at + 1] === 0x0a) return [at, at + 2];
    if (bytes[at + 1] === 0x0d && bytes[at + 2] === 0x0a) return [at, at + 3];
  }
  return undefined;
};

/** Makes a reader of one request's head, of at most `maxBytes`. */
export const createHeadReader = (maxBytes: number): HeadReader => {
  let held = Buffer.alloc(0);
  return {
    push(bytes) {
      const from = Math.max(0, held.length - 2);
      held = Buffer.concat([held, bytes]);
      const found = findEnd(held, from);
      if ((found?.[1] ?? held.length) > maxBytes) {
        throw new AudioFlowError(
          'limit-exceeded',
          `expected the head of a request within ${maxBytes} bytes`,
        );
      }
      if (found === undefined) return undefined;
      const [start, end] = found;
      const text = held.toString('latin1', 0, start).replace(/\r$/, '');
      return { head: parseHead(text), rest: held.subarray(end) };
    },
  };
};
