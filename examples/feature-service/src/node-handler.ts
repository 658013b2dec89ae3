import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';

const requestOf = (request: IncomingMessage, signal: AbortSignal): Request => {
  const { method = 'GET', url = '/', headers } = request;
  const hasBody = method !== 'GET' && method !== 'HEAD';
  const pairs = Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' ? [[name, value]] : [],
  );
  return new Request(new URL(url, 'http://service.invalid'), {
    method,
    headers: pairs,
    signal,
    ...(hasBody ? { body: bodyOf(request), duplex: 'half' } : {}),
  });
};

/** undefined for what fetch knows no request of: an address that is none, `TRACE`. */
const tryRequest = (incoming: IncomingMessage, signal: AbortSignal): Request | undefined => {
  try {
    return requestOf(incoming, signal);
  } catch {
    return undefined;
  }
};

/** The body as a web stream that pulls: a chunk is read when the decoder has room. */
const bodyOf = (request: IncomingMessage): ReadableStream<Uint8Array> => {
  const chunks = request.iterator({ destroyOnReturn: false });
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        const { done, value } = await chunks.next();
        if (done === true) controller.close();
        else controller.enqueue(value);
      },
      cancel: () => void chunks.return?.(undefined),
    },
    { highWaterMark: 0 },
  );
};

/** Runs a fetch-style handler behind `node:http`. */
export const nodeHandler =
  (handle: (request: Request) => Promise<Response>): RequestListener =>
  (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const gone = new AbortController();
    outgoing.once('close', () => gone.abort());
    const answer = async (): Promise<void> => {
      const request = tryRequest(incoming, gone.signal);
      if (request === undefined) {
        outgoing.writeHead(400, { connection: 'close' }).end();
        return;
      }
      const { status, headers, body } = await handle(request);
      // What is left of a body that was refused is not read: the connection ends with the answer.
      if (!incoming.complete) outgoing.setHeader('connection', 'close');
      outgoing.writeHead(status, Object.fromEntries(headers));
      if (body === null) outgoing.end();
      else await pipeline(body, outgoing);
    };
    // The client has gone, and there is nobody left to tell.
    answer().catch(() => outgoing.destroy());
  };
