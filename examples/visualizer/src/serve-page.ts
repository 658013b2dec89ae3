import { fileURLToPath } from 'node:url';
import { preview } from 'vite';

/** Shared memory is given only to pages that no other site shares a process with. */
const ISOLATED = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
};

/** How the pages are served. */
export interface ServeOptions {
  readonly host: string;
  /** 0: any. */
  readonly port: number;
  /** False: without the headers that make shared memory possible, as most hosts serve. */
  readonly isolated: boolean;
  /** Whose stream the page has as `/station/`: a station lets only pages of its own address listen, unless told otherwise. */
  readonly station: string;
}

/** Serves what is in dist; answers the address, and what ends it. */
export const servePage = async ({
  host,
  port,
  isolated,
  station,
}: ServeOptions): Promise<{ url: string; close: () => Promise<void> }> => {
  const server = await preview({
    configFile: false,
    envDir: false,
    root: fileURLToPath(new URL('../page', import.meta.url)),
    logLevel: 'warn',
    build: { outDir: fileURLToPath(new URL('../dist/page', import.meta.url)) },
    preview: {
      host,
      port,
      strictPort: port !== 0,
      headers: isolated ? ISOLATED : {},
      open: false,
      proxy: {
        '/station/': {
          target: station,
          ws: true,
          changeOrigin: true,
          rewriteWsOrigin: true,
          rewrite: (path) => path.replace('/station', ''),
        },
      },
    },
  });
  const address = server.httpServer.address();
  const bound = address === null || typeof address === 'string' ? port : address.port;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}/`,
    close: () => server.close(),
  };
};
