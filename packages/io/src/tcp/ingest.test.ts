import { fromPull, type Packet, run } from '@audioflow/core';
import { collect } from '@audioflow/core/testing';
import { describe, expect, it } from '@jest/globals';
import { take } from 'rxjs';
import { bench, failure, fromPackets, open } from './fixtures/bench.js';
import { hello, rawSender } from './fixtures/raw-sender.js';
import { testPackets, until } from './fixtures/test-packets.js';
import { endFrame, frameBytes } from './frame-bytes.js';
import { ingestClient } from './ingest-client.js';
import type { IngestClientEvent } from './ingest-client.types.js';
import { ingestServer } from './ingest-server.js';

describe('ingestServer and ingestClient', () => {
  it('carry packets with their times, trims and config, and close in order', async () => {
    const { port, received, endings, streams, server } = await bench({ token: 'secret' });
    const packets = testPackets(1, 100);
    const events: IngestClientEvent[] = [];
    const client = ingestClient({
      port,
      streamId: 'a',
      token: 'secret',
      bitrate: 128_000,
      onEvent: (event) => events.push(event),
    });
    await run(fromPackets(packets), client);
    await until(() => endings.length === 1);
    expect(received.get('a')).toEqual(packets);
    expect(endings).toEqual(['a complete']);
    expect(streams[0]?.info).toMatchObject({ codec: 'aac', sampleRate: 48_000, bitrate: 128_000 });
    expect(streams[0]?.remote).toMatch(/^127\.0\.0\.1:\d+$/);
    expect(events).toEqual([
      { type: 'connected', attempt: 1 },
      { type: 'closed', packets: 100 },
    ]);
    expect(server.stats).toMatchObject({
      streams: 1,
      packets: 100,
      completed: 1,
      lost: 0,
      refused: {},
    });
  });

  it('never mix streams', async () => {
    const { port, received, endings } = await bench();
    const senders = Array.from({ length: 8 }, (_, i) => testPackets(i, 200));
    await Promise.all(
      senders.map((packets, i) =>
        run(fromPackets(packets), ingestClient({ port, streamId: `s${i}` })),
      ),
    );
    await until(() => endings.length === 8);
    for (const [i, packets] of senders.entries()) expect(received.get(`s${i}`)).toEqual(packets);
  });

  it('slow the sender down while the reader holds, without loss', async () => {
    const server = await ingestServer({ highWaterBytes: 10_000 });
    open.push(server);
    let sent = 0;
    const total = 4000;
    const all = testPackets(3, total, 10_000);
    const source = fromPull(function* () {
      for (const packet of all) {
        sent++;
        yield packet;
      }
    });
    const got: Packet[] = [];
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const finished = new Promise((resolve) => {
      server.streams.subscribe(({ packets }) => {
        const sink = {
          write: async (packet: Packet): Promise<void> => {
            got.push(packet);
            await gate;
          },
        };
        resolve(run(packets, sink));
      });
    });
    const sending = run(source, ingestClient({ port: server.address.port, streamId: 'slow' }));
    let before = -1;
    while (sent !== before) {
      before = sent;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(got).toHaveLength(1);
    // 40 MB do not fit into the buffers of two sockets: the sender stands.
    expect(sent).toBeLessThan(total);
    expect(server.stats.bytes).toBeLessThan(1_000_000);
    release();
    await Promise.all([sending, finished]);
    expect(got.map(({ pts }) => pts)).toEqual(all.map(({ pts }) => pts));
  });

  it('tell the reader that its sender was lost in the middle of a frame', async () => {
    const { port, endings, errors, server } = await bench();
    const sender = await rawSender(port);
    sender.frame(hello());
    sender.bytes(Uint8Array.of(0, 0, 1, 0, 1, 2, 3));
    await until(() => sender.replies.length === 1);
    sender.socket.destroy();
    await until(() => endings.length === 1);
    expect(endings[0]).toMatch(/^a io: .*7 bytes into a frame/);
    expect(errors.map(({ code }) => code)).toEqual(['io']);
    expect(server.stats).toMatchObject({ lost: 1, completed: 0, active: 0 });
  });

  it('take a killed sender back', async () => {
    const { port, received, endings } = await bench();
    const first = await rawSender(port);
    first.frame(hello());
    first.bytes(Uint8Array.of(0, 0, 1, 0, 1, 2, 3));
    await until(() => first.replies.length === 1);
    first.socket.resetAndDestroy();
    await until(() => endings.length === 1);
    const packets = testPackets(4, 10);
    await run(fromPackets(packets), ingestClient({ port, streamId: 'a' }));
    await until(() => endings.length === 2);
    expect(received.get('a')).toEqual(packets);
  });

  it('complete an empty stream', async () => {
    const { port, endings } = await bench();
    const sender = await rawSender(port);
    sender.frame(hello());
    sender.bytes(endFrame());
    await sender.closed;
    expect(sender.replies.map(({ type }) => type)).toEqual(['welcome', 'bye']);
    await until(() => endings.length === 1);
    expect(endings).toEqual(['a complete']);
  });

  it('end the connection when the reader leaves early', async () => {
    const server = await ingestServer();
    open.push(server);
    const got: Promise<Packet[]>[] = [];
    server.streams.subscribe(({ packets }) => got.push(collect(packets.pipe(take(3)))));
    const sender = await rawSender(server.address.port);
    sender.frame(hello());
    const packet = frameBytes(Buffer.from('0100000000000000000000000400aa', 'hex'));
    for (let i = 0; i < 3; i++) sender.bytes(packet);
    await sender.closed;
    expect(await got[0]).toHaveLength(3);
    expect(sender.replies.at(-1)).toMatchObject({
      type: 'error',
      reason: 'receiver-left',
      retry: true,
    });
  });

  it('let packets be subscribed once', async () => {
    const { port, streams } = await bench();
    const sender = await rawSender(port);
    sender.frame(hello());
    await until(() => streams.length === 1);
    const [stream] = streams;
    expect(stream && (await failure(collect(stream.packets)))).toMatch(/^invalid-state: .*tee/);
  });
});
