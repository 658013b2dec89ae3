/**
 * `node spectrum-clients.mjs address u8|json count rate`: so many clients of a spectrum service. Prints a line when all get frames; for each
 * line on stdin one of JSON with what came since the line before: frames and bytes of all, TCP payload with WebSocket heads and pings, the
 * fewest frames of one client, and how many were closed.
 */
import { createInterface } from 'node:readline';
import { WebSocket } from 'ws';

const [address, format, total, rate] = process.argv.slice(2);
const count = Number(total);
const isJson = format === 'json';
const url = isJson ? `${address}?rate=${rate}` : address;
const protocol = isJson ? 'audioflow.spectrum.json' : 'audioflow.spectrum.v1';

const clients = [];
let withFrames = 0;
let closed = 0;

const bytesOf = ({ webSocket }) => webSocket._socket?.bytesRead ?? 0;

const join = () => {
  const client = {
    webSocket: new WebSocket(url, protocol, { perMessageDeflate: false }),
    frames: 0,
    all: 0,
    bytesBefore: 0,
  };
  client.webSocket.on('open', () => {
    if (!isJson)
      client.webSocket.send(JSON.stringify({ type: 'subscribe', rate: Number(rate), format }));
  });
  client.webSocket.on('message', (_, isBinary) => {
    // Beside frames, clients of the newer protocol get a greeting and what is the matter, as text.
    if (isBinary === isJson) return;
    client.frames += 1;
    client.all += 1;
    if (client.all === 1 && ++withFrames === count) console.log('all');
  });
  client.webSocket.on('error', () => undefined);
  client.webSocket.on('close', () => {
    closed += 1;
  });
  clients.push(client);
};
for (let i = 0; i < count; i++) setTimeout(join, i);

// Looks at its sockets each 4 ms, as a network card delivers in batches: a reader that sleeps until each single write wakes it would be
// measured too, in the writer's time.
const clock = new Int32Array(new SharedArrayBuffer(4));
const BATCH_MS = 4;
const rest = () => {
  Atomics.wait(clock, 0, 0, BATCH_MS);
  setImmediate(rest);
};
rest();

createInterface({ input: process.stdin }).on('line', () => {
  const frames = clients.map((client) => client.frames);
  const bytes = clients.map((client) => bytesOf(client) - client.bytesBefore);
  const sum = (values) => values.reduce((a, b) => a + b, 0);
  console.log(
    JSON.stringify({ frames: sum(frames), bytes: sum(bytes), least: Math.min(...frames), closed }),
  );
  for (const client of clients) {
    client.frames = 0;
    client.bytesBefore = bytesOf(client);
  }
});
