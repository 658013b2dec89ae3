import { createServer } from 'node:http';
import type { Socket } from 'node:net';
import { fromPull, type Packet, pace, run } from '@audioflow/core';
import { type Broadcaster, type BroadcasterOptions, broadcaster } from '@audioflow/io/broadcast';
import { pcmWorkletScript } from '@audioflow/io/browser';
import { bundlePlayerAndDecoder } from './bundle-player.js';
import { TONE } from './encoded-tone.js';

/** A real broadcaster with a page that holds nothing but the player. */
export interface Station {
  readonly caster: Broadcaster;
  readonly url: string;
  /** Sends packets in real time, until all are sent or the station stops. */
  broadcast(packets: readonly Packet[]): Promise<void>;
  /** Breaks all connections, as a network does. */
  cut(): void;
  stop(): Promise<void>;
}

const HTML = `<!doctype html><title>player</title><script type="module" src="/player.js"></script>`;

/** As HTML, but the player named in the query plays at once: no press of a button came before. */
const EAGER = `${HTML}<script type="module">
  globalThis.player = new globalThis[location.search.slice(1)]({ url: '/ws' });
  player.play().catch((error) => { globalThis.refusal = error.code; });
</script>`;

/** What `/strict` allows: scripts from here and no other place; `eval` is the test's own way in. */
const STRICT = "default-src 'self'; connect-src ws:; script-src 'self' 'unsafe-eval'";

export const startStation = async (options: Partial<BroadcasterOptions> = {}): Promise<Station> => {
  const caster = broadcaster({ codec: 'mp3', ...TONE, ...options });
  const script = await bundlePlayerAndDecoder();
  const stopping = new AbortController();
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    if (caster.handleRequest(request, response)) return;
    const { url = '/' } = request;
    if (url === '/strict') response.setHeader('Content-Security-Policy', STRICT);
    const code =
      url === '/player.js' ? script : url === '/pcm-worklet.js' ? pcmWorkletScript() : '';
    response.setHeader(
      'Content-Type',
      code === '' ? 'text/html; charset=utf-8' : 'text/javascript',
    );
    response.end(code || (url.startsWith('/eager?') ? EAGER : HTML));
  });
  server.on('upgrade', caster.handleUpgrade);
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('expected a TCP port');

  return {
    caster,
    url: `http://127.0.0.1:${address.port}/`,
    broadcast: async (packets) => {
      const source = fromPull(() => packets);
      const { signal } = stopping;
      await run(source.pipe(pace()), caster.sink(), { signal }).catch((error) => {
        if (!signal.aborted) throw error;
      });
    },
    cut: () => {
      for (const socket of sockets) socket.resetAndDestroy();
    },
    stop: async () => {
      stopping.abort();
      await caster.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
