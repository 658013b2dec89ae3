/** `node broadcast-server.mjs flushMs`: a station, as a user would write it. Prints its ports. */
import { createServer } from 'node:http';
import { run } from '@audioflow/core';
import { broadcaster, ingestServer } from '@audioflow/io';

const [flushMs] = process.argv.slice(2);
const radio = broadcaster({
  codec: 'mp3',
  sampleRate: 44_100,
  channelCount: 2,
  bitrate: 128_000,
  flushMs: Number(flushMs),
  maxListeners: 10_000,
});
const ingest = await ingestServer({ port: 0 });
ingest.streams.subscribe((stream) => {
  run(stream.packets, radio.sink()).catch(() => process.exit(1));
});
const server = createServer((request, response) => {
  if (!radio.handleRequest(request, response)) response.writeHead(404).end();
});
server.on('upgrade', radio.handleUpgrade);
server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () => {
  console.log(JSON.stringify({ port: server.address().port, ingestPort: ingest.address.port }));
});
// Titles change now and then, as they do.
let song = 0;
setInterval(() => radio.setTitle(`Song ${++song}`), 10_000);
