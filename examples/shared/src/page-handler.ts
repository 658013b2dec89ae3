import { readFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';

/** What is served. */
export interface PageOptions {
  /** Where the bundle is. */
  readonly folder: URL;
  /** Makes the bundle where there is none. */
  readonly build: () => Promise<void>;
  /** What the page may do beyond what all may: of its content security policy. */
  readonly policy?: string;
  /** Scripts that are not in the bundle, by their paths. */
  readonly scripts?: Readonly<Record<string, string>>;
}

interface Served {
  readonly type: string;
  readonly content: Buffer | string;
}

const SCRIPT = 'text/javascript; charset=utf-8';

/** What may be asked for, and what it is. */
const FILES = [
  { path: '/', file: 'index.html', type: 'text/html; charset=utf-8' },
  { path: '/main.js', file: 'main.js', type: SCRIPT },
  { path: '/style.css', file: 'style.css', type: 'text/css; charset=utf-8' },
] as const;

const POLICY =
  "default-src 'self'; connect-src 'self' ws: wss:; img-src 'self' data:; frame-ancestors 'none'";

const readAll = async (folder: URL): Promise<Map<string, Served>> => {
  const read = FILES.map(async ({ path, file, type }): Promise<[string, Served]> => {
    return [path, { type, content: await readFile(new URL(file, folder)) }];
  });
  return new Map(await Promise.all(read));
};

/** A page, from memory; bundled first where that has not been done. */
export const pageHandler = async (options: PageOptions): Promise<RequestListener> => {
  const { folder, build, policy, scripts = {} } = options;
  const files = await readAll(folder).catch(async () => {
    await build();
    return readAll(folder);
  });
  for (const [path, content] of Object.entries(scripts)) files.set(path, { type: SCRIPT, content });
  const headers = {
    'Cache-Control': 'no-cache',
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Content-Security-Policy': policy === undefined ? POLICY : `${POLICY}; ${policy}`,
  };

  return (request, response): void => {
    // Not by URL: what strangers send need not be one.
    const [pathname = '/'] = (request.url ?? '/').split('?', 1);
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { Allow: 'GET, HEAD' }).end();
      return;
    }
    const found = files.get(pathname);
    if (found === undefined) {
      response.writeHead(404, { 'Content-Type': 'text/plain' }).end('There is nothing here.\n');
      return;
    }
    response.writeHead(200, { ...headers, 'Content-Type': found.type });
    response.end(request.method === 'HEAD' ? undefined : found.content);
  };
};
