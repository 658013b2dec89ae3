import { once } from 'node:events';
import type { Socket } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { WebSocket } from 'ws';
import { joinAndStall } from './fixtures/join-and-stall.js';
import { listenHttp, listenWebSocket } from './fixtures/listen.js';
import { type Station, startStation } from './fixtures/start-station.js';
import {
  FRAME_BYTES,
  FRAME_SECONDS,
  range,
  readSyntheticMp3,
  syntheticMp3,
} from './fixtures/synthetic-mp3.js';
import { until } from './fixtures/until.js';

const NO_BURST = { burstSeconds: 0, httpBurstSeconds: 0 };

/** Reads on to the end of the connection and counts the bytes. */
const bytesUntilEnd = async (socket: Socket): Promise<number> => {
  let bytes = 0;
  socket.on('data', (part: Buffer) => {
    bytes += part.length;
  });
  socket.resume();
  // Newer Nodes see a reset although nothing is read: then it is closed already.
  if (!socket.destroyed) await once(socket, 'close').catch(() => undefined);
  return bytes;
};

describe('broadcaster: listeners that do not keep up', () => {
  let station: Station;
  afterEach(() => station.stop());

  it('drops a WebSocket that never reads by its unanswered pings, long before any queue grows', async () => {
    station = await startStation({ ...NO_BURST, maxLagSeconds: 0.4, pingSeconds: 0.05 });
    const healthy = await Promise.all([listenWebSocket(station.port), listenHttp(station.port)]);
    const stalled = await joinAndStall(station.dial(), '/ws');
    const sink = station.caster.sink();
    let sent = 0;
    let queued = 0;
    await until('the drop', () => {
      sink.write(syntheticMp3(sent));
      sent += 1;
      const { listeners } = station.caster.status();
      queued = Math.max(queued, ...listeners.map(({ queuedBytes }) => queuedBytes));
      return listeners.length === 2;
    });
    expect(station.events.at(-1)).toMatchObject({ type: 'left', reason: 'slow', id: 3 });
    expect(queued).toBeLessThan(10 * FRAME_BYTES);
    await bytesUntilEnd(stalled);
    await sink.close?.();
    await Promise.all(healthy.map(({ ended }) => ended));
    for (const { audio } of healthy) expect(readSyntheticMp3(audio())).toEqual(range(0, sent));
  });

  it('bounds the queue of an HTTP listener that never reads, then resets it; nobody else misses a byte', async () => {
    const queueBytes = 100_000;
    station = await startStation({ ...NO_BURST, queueBytes, flushMs: 1000, maxListeners: 3 });
    const healthy = await Promise.all([listenWebSocket(station.port), listenHttp(station.port)]);
    const stalled = await joinAndStall(station.dial(), '/live');
    const sink = station.caster.sink();
    let sent = 0;
    let queued = 0;
    // More than the kernel takes for a socket that nobody reads, both ends together.
    while (station.caster.status().dropped === 0 && sent * FRAME_BYTES < 40e6) {
      sink.write(syntheticMp3(sent));
      sent += 1;
      if (sent % 39 === 0) await new Promise(setImmediate);
      for (const { queuedBytes } of station.caster.status().listeners) {
        queued = Math.max(queued, queuedBytes);
      }
    }
    expect(station.caster.status()).toMatchObject({ dropped: 1, skippedBlocks: 0 });
    expect(queued).toBeGreaterThan(queueBytes);
    expect(queued).toBeLessThan(queueBytes + 2 * 39 * FRAME_BYTES);
    // An orderly close would still deliver all that the kernel has taken, and hold it until then.
    expect(await bytesUntilEnd(stalled)).toBeLessThan((sent * FRAME_BYTES - queued) / 2);
    await sink.close?.();
    await Promise.all(healthy.map(({ ended }) => ended));
    for (const { audio } of healthy) expect(readSyntheticMp3(audio())).toEqual(range(0, sent));
  });

  it('blames no listener for the time that this process itself stood still', async () => {
    station = await startStation({ ...NO_BURST, maxLagSeconds: 0.3, pingSeconds: 0.05 });
    const listener = new WebSocket(`ws://127.0.0.1:${station.port}/ws`);
    // At this moment a ping is out, and its answer not yet read.
    listener.once('ping', () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 900));
    await once(listener, 'ping');
    await until('some more pings', () => station.caster.status().uptimeSeconds > 1.5);
    expect(station.caster.status()).toMatchObject({ dropped: 0, listeners: [{ id: 1 }] });
  });

  it('never lets a write wait: it returns at once while a listener is stalled', async () => {
    station = await startStation(NO_BURST);
    await joinAndStall(station.dial(), '/ws');
    const sink = station.caster.sink();
    for (const index of range(0, 2000)) expect(sink.write(syntheticMp3(index))).toBeUndefined();
    await sink.close?.();
  });

  it('ends in bounded time although a stalled listener reads neither the end nor the close', async () => {
    station = await startStation(NO_BURST);
    await joinAndStall(station.dial(), '/ws');
    const healthy = await listenWebSocket(station.port);
    const sink = station.caster.sink();
    for (const index of range(0, 100)) sink.write(syntheticMp3(index));
    await sink.close?.();
    expect(await healthy.ended).toBe('1000');
    expect(station.caster.status()).toMatchObject({ listeners: [], dropped: 1 });
  });

  it('skips whole blocks for a slow listener under skip-to-live, and goes on with whole frames', async () => {
    station = await startStation({
      ...NO_BURST,
      overflow: 'skip-to-live',
      queueBytes: 50_000,
      flushMs: 39_000 * FRAME_SECONDS,
    });
    const slow = await joinAndStall(station.dial(), '/live');
    const parts: Buffer[] = [];
    slow.on('data', (part: Buffer) => parts.push(part)).pause();
    const sink = station.caster.sink();
    let sent = 0;
    const write = async (): Promise<void> => {
      sink.write(syntheticMp3(sent));
      sent += 1;
      if (sent % 39 === 0) await new Promise(setImmediate);
    };
    while (station.caster.status().skippedBlocks < 20 && sent * FRAME_BYTES < 40e6) await write();
    expect(station.caster.status()).toMatchObject({ skippedBlocks: 20, dropped: 0 });
    slow.resume();
    await until('an empty queue', () => station.caster.status().listeners[0]?.queuedBytes === 0);
    const skippedAt = sent;
    while (sent < skippedAt + 390) await write();
    await sink.close?.();
    await once(slow, 'close');
    const heard = readSyntheticMp3(Buffer.concat(parts));
    expect(heard).toEqual([...new Set(heard)].sort((a, b) => a - b));
    expect(heard.length).toBe(sent - 39 * station.caster.status().skippedBlocks);
    expect(heard.at(-1)).toBe(sent - 1);
  });

  it('drops a WebSocket that shows no sign of life, under skip-to-live too', async () => {
    station = await startStation({
      ...NO_BURST,
      overflow: 'skip-to-live',
      heartbeatSeconds: 0.3,
      pingSeconds: 0.05,
    });
    const alive = await listenWebSocket(station.port);
    await joinAndStall(station.dial(), '/ws');
    await until('the drop', () => station.caster.status().dropped === 1);
    expect(station.events.at(-1)).toMatchObject({ type: 'left', reason: 'dead', id: 2 });
    expect(station.caster.status().listeners.map(({ id }) => id)).toEqual([1]);
    alive.kill();
  });
});
