import { AudioFlowError, type Packet } from '@audioflow/core';
import { collect } from '@audioflow/core/testing';
import { describe, expect, it } from '@jest/globals';
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

  it('fails behind its last packet', async () => {
    const { queue, log } = make(1000);
    for (const packet of testPackets(1, 2)) queue.push(packet);
    queue.fail(new AudioFlowError('io', 'gone'));
    await expect(collect(queue.stream)).rejects.toMatchObject({ code: 'io', message: 'gone' });
    expect(log.filter((what) => what !== 'room')).toEqual(['take', 'take']);
  });
});
