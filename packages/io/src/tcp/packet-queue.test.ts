import { AudioFlowError, type Packet, run } from '@audioflow/core';
import { collect } from '@audioflow/core/testing';
import { describe, expect, it } from '@jest/globals';
import { concat } from 'rxjs';
import { testPackets } from './fixtures/test-packets.js';
import { createPacketQueue, type PacketQueue } from './packet-queue.js';

const make = (highWaterBytes: number): { queue: PacketQueue; log: string[] } => {
  const log: string[] = [];
  const queue = createPacketQueue({
    name: 'test',
    highWaterBytes,
    onRoom: () => log.push('room'),
    onTake: () => log.push('take'),
    onLeave: () => log.push('leave'),
  });
  return { queue, log };
};

describe('the packet queue', () => {
  it('counts 256 bytes beside the data of each packet', () => {
    const { queue } = make(10 * 257);
    const pushed = testPackets(1, 10, 1).map((packet) => {
      queue.push(packet);
      return queue.full;
    });
    expect(pushed).toEqual([...Array<boolean>(9).fill(false), true]);
  });

  it('asks for more when half of it is free again', async () => {
    const { queue, log } = make(8 * 300);
    for (const packet of testPackets(1, 8, 44)) queue.push(packet);
    queue.end();
    await collect(queue.stream);
    expect(log).toEqual(['take', 'take', 'take', 'take', 'room', 'take', 'take', 'take', 'take']);
  });

  it('keeps the order of very many, pushed before and while they are read', async () => {
    const { queue } = make(1e9);
    const packets = testPackets(1, 20_000, 2);
    for (const packet of packets.slice(0, 15_000)) queue.push(packet);
    const got: Packet[] = [];
    const done = new Promise<void>((resolve) => {
      queue.stream.subscribe({
        next: (packet) => {
          got.push(packet);
          const more = packets[got.length + 14_999];
          if (more === undefined) queue.end();
          else queue.push(more);
        },
        complete: resolve,
      });
    });
    await done;
    expect(got.map(({ pts }) => pts)).toEqual(packets.map(({ pts }) => pts));
  });

  it('tells that its reader has left, even one that has pulled nothing yet', async () => {
    const { queue, log } = make(1000);
    for (const packet of testPackets(1, 1)) queue.push(packet);
    // Subscribed behind an item that is never written: there is no room for a pull.
    const controller = new AbortController();
    const { signal } = controller;
    const write = (): Promise<void> =>
      new Promise((resolve) => signal.addEventListener('abort', () => resolve()));
    const stuck = run(concat(testPackets(1, 1), queue.stream), { write }, { signal });
    setTimeout(() => controller.abort(), 10);
    await expect(stuck).rejects.toMatchObject({ code: 'aborted' });
    expect(log).toEqual(['leave']);
    await expect(collect(queue.stream)).rejects.toMatchObject({ code: 'invalid-state' });
    expect(log).toEqual(['leave']);
  });

  it('fails behind its last packet', async () => {
    const { queue, log } = make(1000);
    for (const packet of testPackets(1, 2)) queue.push(packet);
    queue.fail(new AudioFlowError('io', 'gone'));
    await expect(collect(queue.stream)).rejects.toMatchObject({ code: 'io', message: 'gone' });
    expect(log.filter((what) => what !== 'room')).toEqual(['take', 'take']);
  });
});
