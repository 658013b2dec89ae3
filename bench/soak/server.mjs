/** The station under test, in a process of its own. Answers each line of stdin with its figures. */
import { readdirSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { icecastServer, ingestServer } from '@audioflow/io';

const server = await icecastServer({
  requestRate: { burst: 1e6, perSecond: 1e6 },
  mounts: [
    {
      path: '/live',
      source: { password: 'soak' },
      onBusy: 'takeover',
      fallback: 'silence',
      sourceTimeoutMs: 2000,
      maxLagSeconds: 5,
    },
    { path: '/live.aac', from: '/live', codec: 'aac', bitrate: 64_000 },
  ],
});
const ingest = await ingestServer({ onBusy: 'takeover', idleTimeoutMs: 2000 });
ingest.streams.subscribe((stream) => void server.mount('/live').play(stream));

const figures = () => {
  globalThis.gc?.();
  const { rss, heapUsed, external } = process.memoryUsage();
  return {
    rss: rss / 1e6,
    heap: (heapUsed + external) / 1e6,
    handles: process.getActiveResourcesInfo().length,
    descriptors: readdirSync('/proc/self/fd').length,
    connections: server.status().connections,
    listeners: server.status().listeners,
    sources: server.status().mounts['/live']?.sources ?? 0,
  };
};

process.stdout.write(
  `${JSON.stringify({ port: server.address.port, ingestPort: ingest.address.port })}\n`,
);
for await (const line of createInterface({ input: process.stdin })) {
  if (line === 'end') break;
  process.stdout.write(`${JSON.stringify(figures())}\n`);
}
await Promise.all([server.close(), ingest.close()]);
