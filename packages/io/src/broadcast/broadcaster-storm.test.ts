import { setTimeout as sleep } from 'node:timers/promises';
import type { Packet } from '@audioflow/core';
import { afterEach, describe, expect, it } from '@jest/globals';
import { WebSocket } from 'ws';
import { answerPings } from './fixtures/answer-pings.js';
import { createFrameChecker, type FrameChecker } from './fixtures/frame-checker.js';
import { joinAndStall } from './fixtures/join-and-stall.js';
import { socketMemory } from './fixtures/socket-memory.js';
import { type Station, startStation } from './fixtures/start-station.js';
import { FRAME_BYTES, FRAME_SECONDS, range, syntheticMp3 } from './fixtures/synthetic-mp3.js';
import { until } from './fixtures/until.js';

/** A frame of 320 kbit/s at 44100 Hz, without padding. */
const LARGE_BYTES = 1044;
const largeMp3 = (index: number): Packet<'mp3'> => {
  const packet = syntheticMp3(index);
  const data = new Uint8Array(LARGE_BYTES);
  data.set([0xff, 0xfb, 0xe0, 0x00]);
  data.set(packet.data.subarray(4, 8), 4);
  return { ...packet, data };
};

describe('broadcaster: many at once', () => {
  let station: Station;
  let source: NodeJS.Timeout | undefined;
  const sockets: WebSocket[] = [];
  afterEach(async () => {
    clearInterval(source);
    for (const socket of sockets.splice(0)) socket.terminate();
    await station.stop();
  });

  /** Streams at a multiple of real time; answers how many frames so far, and ends it. */
  const stream = (speed: number, packet: (index: number) => Packet<'mp3'>) => {
    const sink = station.caster.sink();
    const began = performance.now();
    let sent = 0;
    source = setInterval(() => {
      const due = ((performance.now() - began) / 1000 / FRAME_SECONDS) * speed;
      for (; sent < due; sent += 1) sink.write(packet(sent));
    }, 20);
    const end = async (): Promise<number> => {
      clearInterval(source);
      await sink.close?.();
      return sent;
    };
    return { end };
  };

  const webSocket = (): WebSocket => {
    const socket = new WebSocket(`ws://127.0.0.1:${station.port}/ws`);
    socket.binaryType = 'nodebuffer';
    socket.on('error', () => undefined);
    sockets.push(socket);
    return socket;
  };

  const healthy = (frameBytes: number, kind: 'http' | 'ws'): FrameChecker => {
    const checker = createFrameChecker(frameBytes);
    if (kind === 'ws') {
      webSocket().on('message', (data: Buffer, isBinary) => isBinary && checker.take(data));
      return checker;
    }
    const socket = station.dial();
    let head: Buffer | undefined = Buffer.alloc(0);
    socket.on('data', (part: Buffer) => {
      if (head === undefined) return checker.take(part);
      head = Buffer.concat([head, part]);
      const at = head.indexOf('\r\n\r\n');
      if (at < 0) return;
      checker.take(head.subarray(at + 4));
      head = undefined;
    });
    socket.write('GET /live HTTP/1.0\r\n\r\n');
    return checker;
  };

  /** Reads 16 KB a second, which is real time at 128 kbit/s, and answers the pings among them. */
  const readSlowly = async (path: string): Promise<void> => {
    const socket = await joinAndStall(station.dial(), path);
    const { take } = answerPings(socket);
    const reading = setInterval(() => {
      const part: unknown = socket.read(8192) ?? socket.read();
      if (path === '/ws' && Buffer.isBuffer(part)) take(part);
    }, 500);
    socket.once('close', () => clearInterval(reading));
  };

  it('drops 50 that never read and 50 that read too slowly, at 20 times real time: 50 others lose nothing, the kernel frees all', async () => {
    station = await startStation({ maxLagSeconds: 3, pingSeconds: 0.25, flushMs: 256 });
    const checkers = range(0, 50).map((n) => healthy(LARGE_BYTES, n % 2 === 0 ? 'http' : 'ws'));
    await Promise.all(
      range(0, 25).flatMap(() => [
        joinAndStall(station.dial(), '/live'),
        joinAndStall(station.dial(), '/ws'),
        readSlowly('/live'),
        readSlowly('/ws'),
      ]),
    );
    await until('all', () => station.caster.status().listeners.length === 150);
    const before = socketMemory();
    const { end } = stream(20, largeMp3);
    let most = 0;
    await until(
      'the drops',
      () => {
        most = Math.max(most, socketMemory()?.pages ?? 0);

        return station.caster.status().dropped === 100;
      },
      25_000,
    );
    const after = socketMemory();
    expect(station.caster.status().left).toMatchObject({ closed: 0, slow: 100 });
    if (before !== undefined && after !== undefined) {
      // What a destroyed connection leaves behind is an orphan with up to 4 MB.
      expect(after.orphans - before.orphans).toBeLessThan(20);
      expect(after.pages).toBeLessThan(most / 2);
    }
    const sent = await end();
    await until('the rest', () => checkers.every((checker) => checker.count() === sent));
    expect(checkers.map((checker) => checker.fault()).filter(Boolean)).toEqual([]);
  });

  it('gives each of 500 that join within a second audio from a frame header, without a gap', async () => {
    station = await startStation();
    const { end } = stream(1, syntheticMp3);
    await sleep(600);
    const checkers: FrameChecker[] = [];
    for (const n of range(0, 500)) {
      checkers.push(healthy(FRAME_BYTES, n % 2 === 0 ? 'http' : 'ws'));
      if (n % 50 === 49) await sleep(50);
    }
    await until('all', () => checkers.every((checker) => checker.count() > 20));
    expect(station.caster.status()).toMatchObject({ joined: 500, dropped: 0 });
    const sent = await end();
    await until('the end', () => checkers.every((c) => c.first() + c.count() === sent));
    expect(checkers.map((checker) => checker.fault()).filter(Boolean)).toEqual([]);
  });
});
