import { AudioFlowError, type ByteStream, fromPull } from '@audioflow/core';

/** A URL without name, password and query: what may stand in a message. */
export const urlName = ({ protocol, host, pathname }: URL): string =>
  `${protocol}//${host}${pathname}`;

/** A field of a thrown value; errors of Node's own come from another realm under some test runners. */
const field = (value: unknown, name: 'cause' | 'message'): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;

/** fetch says "fetch failed", and why in its cause. */
const reasonOf = (cause: unknown): string =>
  String(field(field(cause, 'cause'), 'message') ?? field(cause, 'message') ?? cause);

/** fetch takes no address with a name and password in it: they are a header. */
const loginOf = (url: URL): { readonly bare: URL; readonly headers: Record<string, string> } => {
  const { username, password } = url;
  if (username === '' && password === '') return { bare: url, headers: {} };
  const bare = new URL(url);
  bare.username = '';
  bare.password = '';
  const login = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { bare, headers: { authorization: `Basic ${Buffer.from(login).toString('base64')}` } };
};

async function* fetched(url: URL, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const name = urlName(url);
  const fail = (text: string, cause?: unknown, status?: number): AudioFlowError =>
    new AudioFlowError('io', `expected audio from ${name}, ${text}`, {
      cause,
      details: { url: name, ...(status === undefined ? {} : { status }) },
    });
  const { bare, headers } = loginOf(url);
  const response = await fetch(bare, { signal, headers }).catch((cause: unknown) => {
    throw fail(`got no answer: ${reasonOf(cause)}`, cause);
  });
  const { body, ok, status } = response;
  if (!ok || body === null) {
    await body?.cancel().catch(() => undefined);
    throw fail(ok ? 'got an empty answer' : `got status ${status}`, undefined, status);
  }
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((cause: unknown) => {
        throw fail(`the answer broke off: ${reasonOf(cause)}`, cause);
      });
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** The bytes of an http or https address, no faster than downstream takes them. */
export const fetchBytes = (url: URL): ByteStream =>
  fromPull((signal) => fetched(url, signal), { name: 'readAudio' });
