/**
 * `node broadcast-listeners.mjs port path http|icy|ws count offered`: listeners on bare sockets. So many are
 * offered each second, and come again if they are turned away. Prints one line of JSON when all have audio; for each
 * line on stdin one more with what came since the line before: bytes and reads of all, and how old the
 * frames were (of the first 100).
 */
import { connect } from 'node:net';
import { createInterface } from 'node:readline';

const [port, path, kind, total, offered] = process.argv.slice(2);
const count = Number(total);
const EVERY_MS = 1000 / Number(offered);
const SAMPLED = 100;
const STAMP = Buffer.from('TIME');

const HEAD = {
  http: '',
  icy: 'Icy-MetaData: 1\r\n',
  ws: 'Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n',
}[kind];
const REQUEST = `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: bench\r\n${HEAD}\r\n`;

const now = () => Number(process.hrtime.bigint()) / 1e6;
const listeners = [];
let withAudio = 0;
let closed = 0;
let reads = 0;
let latencies = [];
const began = now();

const readStamps = (bytes) => {
  const at = now();
  for (let from = bytes.indexOf(STAMP); from >= 0; from = bytes.indexOf(STAMP, from + 12)) {
    if (from + 12 <= bytes.length) latencies.push(at - bytes.readDoubleBE(from + 4));
  }
};

/** Walks over the frames of a WebSocket: `skip` bytes are left of the one at hand. Answers its pings. */
const walk = (listener, chunk) => {
  let bytes = listener.rest ? Buffer.concat([listener.rest, chunk]) : chunk;
  listener.rest = undefined;
  for (;;) {
    const taken = Math.min(listener.skip, bytes.length);
    listener.skip -= taken;
    bytes = bytes.subarray(taken);
    if (bytes.length === 0) return;
    const short = bytes.length > 1 ? bytes[1] : 0;
    const head = short === 126 ? 4 : 2;
    if (bytes.length < head || (bytes[0] === 0x89 && bytes.length < head + short)) {
      listener.rest = Buffer.from(bytes);
      return;
    }
    const length = head === 4 ? bytes.readUInt16BE(2) : short;
    if (bytes[0] === 0x89) {
      const text = bytes.subarray(2, 2 + length);
      listener.socket.write(Buffer.concat([Buffer.of(0x8a, 0x80 | length, 0, 0, 0, 0), text]));
    }
    listener.skip = head + length;
  }
};

// One buffer for all: what comes is looked at, never kept.
const buffer = Buffer.allocUnsafe(131_072);

const take = (listener, length) => {
  let bytes = buffer.subarray(0, length);
  if (!listener.headed) {
    const end = bytes.indexOf('\r\n\r\n');
    if (end < 0) return;
    listener.headed = true;
    bytes = bytes.subarray(end + 4);
    if (bytes.length === 0) return;
  }
  if (listener.bytes === 0 && listener.total === 0) {
    withAudio += 1;
    if (withAudio === count) {
      console.log(JSON.stringify({ joinSeconds: (now() - began) / 1000, closed }));
      rest();
    }
  }
  reads += 1;
  listener.bytes += bytes.length;
  listener.total += bytes.length;
  if (listener.sampled) readStamps(bytes);
  if (kind === 'ws') walk(listener, bytes);
};

const dial = (listener) => {
  const callback = (length) => {
    take(listener, length);
    return true;
  };
  const onread = { buffer, callback };
  listener.socket = connect({ port: Number(port), host: '127.0.0.1', onread });
  listener.socket.on('connect', () => listener.socket.write(REQUEST));
  listener.socket.on('error', () => undefined);
  listener.socket.on('close', () => {
    if (listener.total > 0) closed += 1;
    else setTimeout(dial, 50, listener);
  });
};

const join = () => {
  const sampled = listeners.length < SAMPLED;
  const listener = { bytes: 0, total: 0, headed: false, sampled, skip: 0 };
  listeners.push(listener);
  dial(listener);
};

const joining = setInterval(() => {
  while (listeners.length < count && (now() - began) / EVERY_MS >= listeners.length) join();
  if (listeners.length === count) clearInterval(joining);
}, 1);

// Once all are there, looks at its sockets each 4 ms, as a network card delivers in batches: a reader that sleeps until each
// single write wakes it would be measured too, in the writer's time.
const clock = new Int32Array(new SharedArrayBuffer(4));
const BATCH_MS = 4;
const rest = () => {
  Atomics.wait(clock, 0, 0, BATCH_MS);
  setImmediate(rest);
};

const quantile = (sorted, share) => sorted[Math.floor(share * (sorted.length - 1))];

createInterface({ input: process.stdin }).on('line', () => {
  const sorted = Float64Array.from(latencies).sort();
  const bytes = listeners.map((listener) => listener.bytes);
  const report = {
    bytes: bytes.reduce((sum, each) => sum + each, 0),
    least: Math.min(...bytes),
    reads,
    closed,
    p50: quantile(sorted, 0.5),
    p99: quantile(sorted, 0.99),
  };
  latencies = [];
  reads = 0;
  for (const listener of listeners) listener.bytes = 0;
  console.log(JSON.stringify(report));
});
