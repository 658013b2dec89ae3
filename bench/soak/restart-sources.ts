import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { framePackets, mp3 } from '@audioflow/codecs';
import { fromPull, type Packet, pace, run, tune } from '@audioflow/core';
import { encode } from '@audioflow/core/codec';
import { icecastClient, ingestClient } from '@audioflow/io';
import { lastValueFrom, type Observable, takeUntil, timer, toArray } from 'rxjs';

/** How a source ends: in order, in mid-frame without a word, or by falling silent. */
type Ending = 'ends' | 'breaks' | 'silent';

const song = (seconds: number): Observable<Packet<'mp3'>> =>
  tune({ duration: seconds, sampleRate: 44_100 }).pipe(encode(mp3, { bitrate: 128_000 }));

/** A source by hand: so many seconds of audio in real time, then half a frame, then as told. */
const rawSource = async (port: number, ending: Ending, seconds: number): Promise<void> => {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  const login = Buffer.from('source:soak').toString('base64');
  socket.write(
    `PUT /live HTTP/1.1\r\nHost: localhost\r\nAuthorization: Basic ${login}\r\nContent-Type: audio/mpeg\r\n\r\n`,
  );
  socket.resume();
  const frames = song(seconds + 1).pipe(
    pace(),
    framePackets(mp3),
    takeUntil(timer(1000 * seconds)),
  );
  await run(frames, { write: (bytes) => void socket.write(bytes) });
  if (ending !== 'ends') socket.write(Uint8Array.of(0xff, 0xfb, 0x90));
  if (ending === 'silent') await Promise.race([closed, sleep(5000)]);
  if (ending === 'ends') socket.end();
  else socket.resetAndDestroy();
  socket.destroy();
};

/**
 * One source after another until stopped: by our clients and by hand, ending as sources do.
 *
 * @returns How many there were, once the last has ended.
 */
export const restartSources = async (
  station: { readonly port: number; readonly ingestPort: number },
  signal: AbortSignal,
): Promise<number> => {
  // Encoded once: the encoder here is no part of what is tested.
  const packets = await lastValueFrom(song(4).pipe(toArray()));
  const replay = (): Observable<Packet> => fromPull(() => packets).pipe(pace());
  const login = { mount: '/live', password: 'soak' };
  const ways: readonly (() => Promise<unknown>)[] = [
    () => run(replay(), icecastClient({ port: station.port, ...login })),
    () => rawSource(station.port, 'breaks', 3),
    () => run(replay(), ingestClient({ port: station.ingestPort, streamId: 'soak' })),
    () => rawSource(station.port, 'silent', 2),
    () => rawSource(station.port, 'ends', 2),
  ];
  let count = 0;
  while (!signal.aborted) {
    await ways[count % ways.length]?.();
    count++;
    await sleep(300);
  }
  return count;
};
