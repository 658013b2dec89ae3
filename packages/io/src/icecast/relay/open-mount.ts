import type { Socket } from 'node:net';
import { AudioFlowError } from '@audioflow/core';
import { basicAuth } from '../dial/basic-auth.js';
import { type AnswerHead, createAnswerReader } from '../dial/create-answer-reader.js';
import { openSocket } from '../dial/open-socket.js';
import type { ResolvedRelayOptions } from './relay-options.js';
import { relayRefusal } from './relay-refusal.js';

/** A mount that has answered 200; its socket is paused. */
export interface MountAnswer {
  /** Where the redirects led. */
  readonly url: URL;
  readonly head: AnswerHead;
  readonly socket: Socket;
  /** What came behind the head. */
  readonly rest: Uint8Array;
}

const OWNER = 'openIcecast';
const MAX_REDIRECTS = 5;
const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308];
/** Headers that another host has no business with. */
const SECRETS: ReadonlySet<string> = new Set(['authorization', 'cookie', 'proxy-authorization']);

/** An address without user and password. */
export const showUrl = ({ protocol, host, pathname }: URL): string =>
  `${protocol}//${host}${pathname}`;

/** Of a user and a password that a URL names; as they are where they are not encoded. */
const decodePart = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

const requestFor = (url: URL, { headers, url: asked }: ResolvedRelayOptions): string => {
  const lines = new Map([
    ['host', url.host],
    ['user-agent', 'audioflow'],
    ['accept', '*/*'],
    ['accept-encoding', 'identity'],
    ['icy-metadata', '1'],
    ['connection', 'close'],
  ]);
  if (url.username !== '') {
    lines.set('authorization', basicAuth(decodePart(url.username), decodePart(url.password)));
  }
  for (const [name, value] of Object.entries(headers)) {
    const key = name.toLowerCase();
    if (url.origin === asked.origin || !SECRETS.has(key)) lines.set(key, value);
  }
  const text = [...lines].map(([name, value]) => `${name}: ${value}`).join('\r\n');
  return `GET ${url.pathname}${url.search} HTTP/1.1\r\n${text}\r\n\r\n`;
};

/** Asks once, and waits for the head of the answer. */
const ask = (url: URL, options: ResolvedRelayOptions, signal: AbortSignal): Promise<MountAnswer> =>
  new Promise((resolve, reject) => {
    const tls = url.protocol === 'https:' ? options.tls : undefined;
    const port = Number(url.port) || (tls === undefined ? 80 : 443);
    const socket = openSocket({ host: url.hostname.replaceAll(/[[\]]/g, ''), port, tls });
    let reader = createAnswerReader(OWNER);
    const take = (bytes: Buffer): void => {
      try {
        let found = reader.push(bytes);
        while (found !== undefined && found.head.status < 200) {
          // Words ahead of the answer, such as early hints.
          reader = createAnswerReader(OWNER);
          found = reader.push(found.rest);
        }
        if (found === undefined) return;
        leave();
        socket.pause();
        resolve({ url, head: found.head, rest: found.rest, socket });
      } catch (error) {
        fail(error);
      }
    };
    const abort = (): void => fail(signal.reason);
    const closed = (): void => {
      fail(new AudioFlowError('io', `${OWNER}: ${showUrl(url)}: the server closed the connection`));
    };
    const leave = (): void => {
      socket.off('data', take).off('close', closed);
      signal.removeEventListener('abort', abort);
    };
    const fail = (error: unknown): void => {
      leave();
      socket.destroy();
      reject(error);
    };
    // Stays: an error that nobody listens to would end the process.
    socket.on('error', (cause) => {
      fail(new AudioFlowError('io', `${OWNER}: ${showUrl(url)}: ${cause.message}`, { cause }));
    });
    socket.on('close', closed).on('data', take);
    signal.addEventListener('abort', abort);
    socket.write(requestFor(url, options));
    if (signal.aborted) abort();
  });

const nextUrl = ({ head, url }: MountAnswer): URL => {
  const location = head.headers.get('location') ?? '';
  const next = URL.canParse(location, url) ? new URL(location, url) : undefined;
  if (next !== undefined && /^https?:$/.test(next.protocol)) return next;
  throw new AudioFlowError(
    'malformed-data',
    `${OWNER}: expected ${showUrl(url)} to lead to another address, got ${JSON.stringify(location.slice(0, 200))}`,
  );
};

const follow = async (options: ResolvedRelayOptions, signal: AbortSignal): Promise<MountAnswer> => {
  let { url } = options;
  for (let hops = 0; hops <= MAX_REDIRECTS; hops++) {
    const answer = await ask(url, options, signal);
    const { status, reason } = answer.head;
    if (status >= 200 && status < 300) return answer;
    answer.socket.destroy();
    if (!REDIRECTS.includes(status)) throw relayRefusal(showUrl(url), status, reason);
    url = nextUrl(answer);
  }
  throw new AudioFlowError(
    'unavailable',
    `${OWNER}: expected ${showUrl(options.url)} to lead to a stream, got over ${MAX_REDIRECTS} redirects`,
  );
};

/**
 * Asks for a mount, wherever its redirects lead. Rejects with `io`, `timeout`, `aborted`, `malformed-data`
 * or a refusal; no socket is left open then.
 */
export const openMount = async (
  options: ResolvedRelayOptions,
  signal: AbortSignal,
): Promise<MountAnswer> => {
  const { connectTimeoutMs, url } = options;
  const controller = new AbortController();
  const abort = (): void => controller.abort(new AudioFlowError('aborted', `${OWNER}: aborted`));
  const timer = setTimeout(() => {
    const text = `${OWNER}: expected an answer of ${showUrl(url)} within ${connectTimeoutMs} ms`;
    controller.abort(new AudioFlowError('timeout', text));
  }, connectTimeoutMs);
  signal.addEventListener('abort', abort);
  if (signal.aborted) abort();
  try {
    return await follow(options, controller.signal);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', abort);
  }
};
