import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** What the listeners have met. */
export interface ListenerCounts {
  joined: number;
  /** Those that got audio, of those that wanted to read. */
  heard: number;
  /** Those that wanted to read and got none. */
  deaf: number;
  bytes: number;
}

const REQUESTS = {
  http: 'GET /live HTTP/1.1\r\nHost: localhost\r\n\r\n',
  icy: 'GET /live HTTP/1.0\r\nIcy-MetaData: 1\r\n\r\n',
  aac: 'GET /live.aac HTTP/1.1\r\nHost: localhost\r\n\r\n',
  ws: 'GET /ws/live HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
} as const;
const KINDS = ['http', 'icy', 'aac', 'ws'] as const;

/** A head and the config message of a WebSocket are shorter; audio of a second is longer. */
const AUDIO_BYTES = 4000;

/** How a listener goes: it hangs up, it is gone without a word, or it never reads and is dropped. */
type Manner = 'leaves' | 'resets' | 'stalls';

/** Not `once`: that rejects at an error. */
const closed = (socket: Socket): Promise<void> =>
  new Promise((resolve) => socket.once('close', () => resolve()));

const listen = async (
  socket: Socket,
  { manner, staySeconds, counts }: { manner: Manner; staySeconds: number; counts: ListenerCounts },
): Promise<void> => {
  let bytes = 0;
  if (manner === 'stalls') socket.pause();
  else {
    socket.on('data', (part) => {
      bytes += part.length;
    });
  }
  await Promise.race([closed(socket), sleep(1000 * staySeconds, undefined, { ref: false })]);
  if (manner === 'leaves') socket.end();
  else socket.resetAndDestroy();
  counts.bytes += bytes;
  if (manner === 'stalls') return;
  if (bytes > AUDIO_BYTES) counts.heard++;
  else counts.deaf++;
};

/** Keeps so many listeners of all kinds on a station, each for a few seconds, until stopped. */
export const churnListeners = (
  port: number,
  { population, signal }: { readonly population: number; readonly signal: AbortSignal },
): { readonly counts: ListenerCounts; readonly done: Promise<unknown> } => {
  const counts: ListenerCounts = { joined: 0, heard: 0, deaf: 0, bytes: 0 };
  const place = async (index: number): Promise<void> => {
    for (let round = 0; !signal.aborted; round++) {
      const socket = connect(port, '127.0.0.1');
      socket.on('error', () => undefined);
      socket.write(REQUESTS[KINDS[(index + round) % KINDS.length] ?? 'http']);
      counts.joined++;
      const turn = (index * 7 + round * 3) % 10;
      const manner = turn === 0 ? 'stalls' : turn < 5 ? 'resets' : 'leaves';
      await listen(socket, { manner, staySeconds: 2 + (turn % 5), counts });
      socket.destroy();
    }
  };
  return { counts, done: Promise.all(Array.from({ length: population }, (_, n) => place(n))) };
};
