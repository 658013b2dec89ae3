import { type ClientRequest, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { AudioFlowError } from '@audioflow/core';
import type { Subscription } from 'rxjs';
import { basicAuth } from '../dial/basic-auth.js';
import type { ResolvedClientOptions } from './client-options.js';
import { encodePath, hostHeader } from './client-request.js';

/** Tells a server what is on, one title at a time, the newest first. */
export interface TitleSender {
  /** Begins to listen for titles. */
  watch(): void;
  /** The server takes the stream: it may be told. */
  begin(): void;
  stop(): void;
}

/** Longest title in a request line, encoded: an Icecast reads 4096 bytes of a request. */
const MAX_TITLE_BYTES = 3000;
const MAX_ANSWER_BYTES = 4096;

/** A title as it stands in a query, cut to what a server reads. */
const encodeTitle = (title: string): string => {
  let encoded = '';
  // By characters, and without halves of any: those cannot be encoded.
  for (const character of Buffer.from(title).toString()) {
    const next = encodeURIComponent(character);
    if (encoded.length + next.length > MAX_TITLE_BYTES) break;
    encoded += next;
  }
  return encoded;
};

const titleError = (came: string, cause?: unknown): AudioFlowError =>
  new AudioFlowError('io', `icecastClient: expected the server to take a title, ${came}`, {
    cause,
  });

/** Asks once; the promise rejects with an error that says what came. */
const sendTitle = (
  options: ResolvedClientOptions,
  title: string,
  signal: AbortSignal,
): Promise<void> =>
  new Promise((resolve, reject) => {
    const { host, port, tls, mount, connectTimeoutMs } = options;
    // No charset: told one, an Icecast 2.4 turns the title of an mp3 mount into Latin-1, and what is not in
    // it into question marks. Told none, it passes on the bytes, which are UTF-8.
    const query = `mount=${encodeURIComponent(mount)}&mode=updinfo&song=${encodeTitle(title)}`;
    const init = {
      host,
      port,
      path: encodePath(`/admin/metadata?${query}`),
      agent: false,
      signal,
      headers: {
        Host: hostHeader(host, port),
        Authorization: basicAuth(options.adminUser, options.adminPassword),
        'User-Agent': 'audioflow',
      },
    };
    const request: ClientRequest =
      tls === undefined ? requestHttp(init) : requestHttps({ ...tls, ...init });
    const late = setTimeout(() => {
      request.destroy(titleError(`got no answer within ${connectTimeoutMs} ms`));
    }, connectTimeoutMs);
    const end = (error?: AudioFlowError): void => {
      clearTimeout(late);
      request.destroy();
      if (error === undefined) resolve();
      else reject(error);
    };
    request.on('error', (cause) => {
      end(cause instanceof AudioFlowError ? cause : titleError(`got ${cause.message}`, cause));
    });
    request.on('response', (response) => {
      let text = '';
      const judge = (): void => {
        if (response.statusCode !== 200) end(titleError(`it says ${response.statusCode}`));
        else if (text.includes('<return>0</return>')) end(titleError(`it says ${text}`));
        else end();
      };
      response.setEncoding('utf8');
      response.on('data', (part: string) => {
        text += part;
        if (text.length > MAX_ANSWER_BYTES) judge();
      });
      response.on('close', judge);
    });
    request.end();
  });

/** Makes the sender of a client's titles; without any it does nothing. */
export const createTitleSender = (options: ResolvedClientOptions): TitleSender => {
  const { titles, onEvent } = options;
  const controller = new AbortController();
  let subscription: Subscription | undefined;
  let connected = false;
  let busy = false;
  /** What is on, and whether the server is yet to be told. */
  let latest: string | undefined;
  let due = false;

  const next = async (): Promise<void> => {
    if (busy || !due || !connected || latest === undefined) return;
    const title = latest;
    busy = true;
    due = false;
    try {
      await sendTitle(options, title, controller.signal);
      if (!controller.signal.aborted) onEvent?.({ type: 'title', title });
    } catch (error) {
      const cause = error instanceof AudioFlowError ? error : titleError(String(error), error);
      if (!controller.signal.aborted) onEvent?.({ type: 'title-failed', title, cause });
    }
    busy = false;
    await next();
  };
  return {
    watch() {
      subscription = titles?.subscribe({
        next: (title) => {
          latest = title;
          due = true;
          void next();
        },
        error: (cause) => {
          const error = titleError('the stream of titles has failed', cause);
          onEvent?.({ type: 'title-failed', title: latest ?? '', cause: error });
        },
      });
    },
    begin() {
      connected = true;
      // A server that comes back has forgotten.
      due = latest !== undefined;
      void next();
    },
    stop() {
      connected = false;
      subscription?.unsubscribe();
      controller.abort();
    },
  };
};
