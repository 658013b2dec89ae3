import { readFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';

const FOLDER = new URL('../dist/page/', import.meta.url);

/** What may be asked for, and what it is. */
const FILES: Readonly<Record<string, readonly [file: string, type: string]>> = {
  '/': ['index.html', 'text/html; charset=utf-8'],
  '/main.js': ['main.js', 'text/javascript; charset=utf-8'],
  '/style.css': ['style.css', 'text/css; charset=utf-8'],
};

const HEADERS = {
  'Cache-Control': 'no-cache',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Content-Security-Policy':
    "default-src 'self'; connect-src 'self' ws: wss:; img-src 'self' data:; frame-ancestors 'none'",
};

const readAll = async (): Promise<ReadonlyMap<string, Buffer>> => {
  const names = Object.values(FILES).map(([file]) => file);
  const contents = await Promise.all(names.map((name) => readFile(new URL(name, FOLDER))));
  return new Map(names.map((name, index) => [name, contents[index] ?? Buffer.alloc(0)]));
};

/** The page, from memory; bundled first where that has not been done. */
export const pageHandler = async (): Promise<RequestListener> => {
  const files = await readAll().catch(async () => {
    const { buildPage } = await import('../build-page.mjs');
    await buildPage();
    return readAll();
  });

  return (request, response): void => {
    const [pathname = '/'] = (request.url ?? '/').split('?', 1);
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { Allow: 'GET, HEAD' }).end();
      return;
    }
    const [file, type] = Object.hasOwn(FILES, pathname) ? (FILES[pathname] ?? []) : [];
    if (file === undefined || type === undefined) {
      response.writeHead(404, { 'Content-Type': 'text/plain' }).end('There is nothing here.\n');
      return;
    }
    response.writeHead(200, { ...HEADERS, 'Content-Type': type });
    response.end(request.method === 'HEAD' ? undefined : files.get(file));
  };
};
