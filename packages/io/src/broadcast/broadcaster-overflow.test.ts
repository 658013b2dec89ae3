import { once } from 'node:events';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Packet } from '@audioflow/core';
import { afterEach, describe, expect, it } from '@jest/globals';
import { WebSocket } from 'ws';
import { joinAndStall } from './fixtures/join-and-stall.js';
import { socketMemory } from './fixtures/socket-memory.js';
import { splitIcy } from './fixtures/split-icy.js';
import { type Station, startStation } from './fixtures/start-station.js';
import {
  FRAME_BYTES,
  FRAME_SECONDS,
  readSyntheticMp3,
  syntheticMp3,
} from './fixtures/synthetic-mp3.js';
import { until } from './fixtures/until.js';

const NO_BURST = { burstSeconds: 0, httpBurstSeconds: 0 };
/** A second in each write. */
const BLOCKS = { flushMs: 39_000 * FRAME_SECONDS };

const gapsOf = (indexes: readonly number[]): number =>
  indexes.filter((index, at) => at > 0 && index !== (indexes[at - 1] ?? 0) + 1).length;

/** What comes on a paused socket once it is resumed. */
const collect = (socket: Socket): readonly Buffer[] => {
  const parts: Buffer[] = [];
  socket.on('data', (part: Buffer) => parts.push(part)).pause();
  return parts;
};

describe('broadcaster: what becomes of slow listeners', () => {
  let station: Station;
  let sent = 0;
  afterEach(() => station.stop());

  /** Writes more than the kernel takes for a socket that nobody reads, until the condition holds. */
  const flood = async (packet: (index: number) => Packet, enough: () => boolean) => {
    const sink = station.caster.sink();
    const write = async (): Promise<void> => {
      sink.write(packet(sent));
      sent += 1;
      if (sent % 39 === 0) await new Promise(setImmediate);
    };
    sent = 0;
    while (!enough() && sent < 100_000) await write();
    return { sink, write };
  };
  const skipped = (): number => station.caster.status().skippedBlocks;
  const first = () => station.caster.status().listeners[0];

  it.each(['/live', '/ws'])('resets %s over TLS too: the kernel keeps nothing', async (path) => {
    station = await startStation({ ...NO_BURST, ...BLOCKS, queueBytes: 100_000 }, 'tls');
    const stalled = await joinAndStall(station.dial(), path);
    const before = socketMemory();
    const { sink } = await flood(syntheticMp3, () => station.caster.status().dropped === 1);
    expect(station.caster.status().dropped).toBe(1);
    await sleep(50);
    const after = socketMemory();
    if (before !== undefined && after !== undefined) {
      expect(after.orphans).toBeLessThanOrEqual(before.orphans + 2);
    }
    let bytes = 0;
    stalled.on('data', (part: Buffer) => {
      bytes += part.length;
    });
    stalled.resume();
    await once(stalled, 'close').catch(() => undefined);
    expect(bytes).toBeLessThan((sent * FRAME_BYTES) / 2);
    await sink.close?.();
  });

  it('skip-to-live: a WebSocket gets nothing more until it has read what it got, then the live edge', async () => {
    station = await startStation({
      ...NO_BURST,
      flushMs: 0,
      overflow: 'skip-to-live',
      maxLagSeconds: 0.3,
      pingSeconds: 0.05,
    });
    const socket = new WebSocket(`ws://127.0.0.1:${station.port}/ws`);
    const parts: Buffer[] = [];
    const texts: string[] = [];
    socket.on('message', (data: Buffer, isBinary) => {
      if (isBinary) parts.push(data);
      else texts.push(data.toString());
    });
    await once(socket, 'message');
    socket.pause();
    const sink = station.caster.sink();
    let index = 0;
    const writeUntil = (name: string, enough: () => boolean): Promise<void> =>
      until(name, () => {
        sink.write(syntheticMp3(index));
        index += 1;
        return enough();
      });
    await writeUntil('skipping', () => skipped() > 10);
    const silentFrom = index - skipped();
    station.caster.setTitle('not yet');
    station.caster.setTitle('at the live edge');
    const queued = first()?.queuedBytes;
    await writeUntil('more skipping', () => skipped() > 100);
    expect(first()?.queuedBytes).toBeLessThanOrEqual((queued ?? 0) + 200);
    socket.resume();
    await writeUntil('the live edge', () => parts.length > silentFrom + 5);
    const last = index;
    await Promise.all([once(socket, 'close'), sink.close?.()]);
    const heard = parts.flatMap(readSyntheticMp3);
    expect([heard[0], gapsOf(heard), heard.at(-1)]).toEqual([0, 1, last - 1]);
    expect(heard.length).toBe(last - skipped());
    expect(texts.map((text) => JSON.parse(text)).filter(({ type }) => type === 'title')).toEqual([
      { type: 'title', title: 'at the live edge' },
    ]);
    expect(station.caster.status().dropped).toBe(0);
  });

  it('skip-to-live: ICY metadata stays where players look for it', async () => {
    station = await startStation({
      ...NO_BURST,
      ...BLOCKS,
      overflow: 'skip-to-live',
      queueBytes: 50_000,
      icyMetaint: 1000,
    });
    const slow = await joinAndStall(station.dial(), '/live', 'Icy-MetaData: 1\r\n');
    const parts = collect(slow);
    station.caster.setTitle('one');
    const { sink, write } = await flood(syntheticMp3, () => skipped() > 20);
    station.caster.setTitle('two');
    slow.resume();
    await until('an empty queue', () => first()?.queuedBytes === 0);
    for (let n = 0; n < 390; n += 1) await write();
    await Promise.all([once(slow, 'close'), sink.close?.()]);
    const { audio, texts } = splitIcy(Buffer.concat(parts), 1000);
    const heard = readSyntheticMp3(audio);
    expect([gapsOf(heard), heard.at(-1)]).toEqual([1, sent - 1]);
    expect(texts.map(({ text }) => text)).toEqual(["StreamTitle='one';", "StreamTitle='two';"]);
  });

  it('queues no pongs for a WebSocket that pings and reads nothing', async () => {
    station = await startStation({ ...NO_BURST, overflow: 'skip-to-live' });
    const socket = await joinAndStall(station.dial(), '/ws');
    // Masked with zeros, 125 bytes.
    const ping = Buffer.concat([Buffer.of(0x89, 0x80 | 125, 0, 0, 0, 0), Buffer.alloc(125)]);
    const pings = Buffer.concat(Array.from({ length: 1000 }, () => ping));
    let most = 0;
    for (let n = 0; n < 100; n += 1) {
      const taken = new Promise((resolve) => socket.write(pings, resolve));
      await taken;
      most = Math.max(most, first()?.queuedBytes ?? 0);
    }
    expect(most).toBeLessThan(1000);
    const polite = new WebSocket(`ws://127.0.0.1:${station.port}/ws`);
    await once(polite, 'open');
    polite.ping('hello');
    const [answer]: unknown[] = await once(polite, 'pong');
    expect(String(answer)).toBe('hello');
    polite.terminate();
  });

  it('keep: bears any lag, but no more bytes than queueBytes', async () => {
    station = await startStation({
      ...NO_BURST,
      flushMs: 0,
      overflow: 'keep',
      queueBytes: 100_000,
      maxLagSeconds: 0.2,
      pingSeconds: 0.05,
    });
    await joinAndStall(station.dial(), '/ws');
    await until('lag', () => (first()?.lagSeconds ?? 0) > 1);
    let most = 0;
    const { sink } = await flood(syntheticMp3, () => {
      most = Math.max(most, first()?.queuedBytes ?? 0);
      return station.caster.status().dropped === 1;
    });
    expect(station.caster.status().left).toMatchObject({ slow: 1 });
    expect(sent * FRAME_BYTES).toBeGreaterThan(1_000_000);
    expect(most).toBeLessThan(100_000 + 10 * FRAME_BYTES);
    await sink.close?.();
  });
});
