import type { ServerResponse } from 'node:http';

/** Answers with a document; plain text unless its type says otherwise. */
export const sendText = (
  response: ServerResponse,
  status: number,
  { type = 'text/plain; charset=utf-8', body }: { readonly type?: string; readonly body: string },
): void => {
  response.writeHead(status, {
    'Content-Type': type,
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  });
  response.end(response.req.method === 'HEAD' ? undefined : body);
};
