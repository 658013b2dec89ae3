import { createServer } from 'node:net';
import { fromPull, run } from '@audioflow/core';
import { describe, expect, it } from '@jest/globals';
import { type Bench, bench, failure, fromPackets } from './fixtures/bench.js';
import { freePort } from './fixtures/free-port.js';
import { testPackets, until } from './fixtures/test-packets.js';
import { frameBytes } from './frame-bytes.js';
import { ingestClient } from './ingest-client.js';
import type { IngestClientEvent } from './ingest-client.types.js';

const quick = { attempts: 50, delayMs: 1, maxDelayMs: 5 };

describe('ingestClient', () => {
  it('waits with growing, bounded delays for a server that comes late', async () => {
    const port = await freePort();
    const delays: number[] = [];
    let late: Promise<Bench> | undefined;
    const clock = {
      now: () => 0,
      sleep: async (ms: number): Promise<void> => {
        delays.push(ms);
        if (delays.length === 6) late = bench({ port });
        await late;
      },
    };
    const client = ingestClient({
      port,
      streamId: 'a',
      clock,
      random: () => 1,
      reconnect: { delayMs: 100, factor: 2, maxDelayMs: 1000, jitter: 0.5 },
    });
    await run(fromPackets(testPackets(1, 5)), client);
    expect(delays).toEqual([50, 100, 200, 400, 500, 500]);
    expect((await late)?.received.get('a')).toHaveLength(5);
  });

  it('gives up after its attempts, and says what it tried', async () => {
    const port = await freePort();
    const client = ingestClient({ port, streamId: 'a', reconnect: { ...quick, attempts: 3 } });
    expect(await failure(run(fromPackets(testPackets(1, 5)), client))).toMatch(
      new RegExp(`^unavailable: .*127.0.0.1:${port}, .*3 attempt.*ECONNREFUSED`),
    );
  });

  it('does not try again with a wrong token', async () => {
    const { port, server } = await bench({ token: 'right' });
    const events: string[] = [];
    const client = ingestClient({
      port,
      streamId: 'a',
      token: 'wrong',
      onEvent: ({ type }) => events.push(type),
    });
    expect(await failure(run(fromPackets(testPackets(1, 5)), client))).toMatch(
      /^invalid-option: .*token/,
    );
    expect([events, server.stats.connections]).toEqual([['refused'], 1]);
  });

  it('does not send a packet that the server would refuse', async () => {
    const { port } = await bench({ maxFrameBytes: 1000 });
    const client = ingestClient({ port, streamId: 'a' });
    expect(await failure(run(fromPackets(testPackets(1, 2, 2000)), client))).toMatch(
      /^limit-exceeded: .*1000 bytes/,
    );
  });

  it('comes back after a lost connection, goes on at a packet border, and tells what may be lost', async () => {
    const first = await bench();
    const { port } = first;
    const events: IngestClientEvent[] = [];
    const client = ingestClient({
      port,
      streamId: 'a',
      reconnect: quick,
      onEvent: (event) => events.push(event),
    });
    const packets = testPackets(5, 60);
    let second: Bench | undefined;
    const source = fromPull(async function* () {
      for (const [i, packet] of packets.entries()) {
        if (i === 20) {
          await until(() => first.received.get('a')?.length === 20);
          await first.server.close();
          second = await bench({ port });
        }
        yield packet;
      }
    });
    await run(source, client);
    await until(() => second?.endings.length === 1);
    expect(first.received.get('a')).toEqual(packets.slice(0, 20));
    expect(second?.received.get('a')).toEqual(packets.slice(20));
    const types = events.map(({ type }) => type);
    expect(types.filter((type) => type === 'connected' || type === 'closed')).toEqual([
      'connected',
      'connected',
      'closed',
    ]);
    // Of 20 packets the server had acknowledged 16.
    expect(events.find(({ type }) => type === 'lost')).toMatchObject({ unconfirmed: 4 });
  });

  it('survives a connection that breaks again and again', async () => {
    const { port, server } = await bench({ onBusy: 'takeover' });
    // A proxy that cuts each connection after some bytes.
    const { connect } = await import('node:net');
    let cuts = 0;
    const proxy = createServer((socket) => {
      const upstream = connect(port, '127.0.0.1');
      let bytes = 0;
      socket.on('data', (data) => {
        bytes += data.length;
        upstream.write(data);
        if (bytes > 3000 && cuts < 5) {
          cuts++;
          socket.resetAndDestroy();
          upstream.destroy();
        }
      });
      upstream.on('data', (data) => socket.write(data));
      upstream.on('end', () => socket.end());
      socket.on('end', () => upstream.end());
      socket.on('error', () => upstream.destroy());
      upstream.on('error', () => socket.destroy());
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const address = proxy.address();
    const proxyPort = typeof address === 'object' && address !== null ? address.port : 0;
    const events: string[] = [];
    const client = ingestClient({
      port: proxyPort,
      streamId: 'a',
      reconnect: quick,
      onEvent: ({ type }) => events.push(type),
    });
    const packets = testPackets(6, 200);
    const source = fromPull(async function* () {
      for (const packet of packets) {
        await new Promise((resolve) => setImmediate(resolve));
        yield packet;
      }
    });
    await run(source, client);
    await until(() => server.stats.completed === 1);
    expect(cuts).toBe(5);
    expect(events.filter((type) => type === 'lost').length).toBeGreaterThanOrEqual(1);
    expect(events.at(-1)).toBe('closed');
    proxy.close();
  });

  it('aborts at once, while it waits for a server and while it sends', async () => {
    const controller = new AbortController();
    const waiting = ingestClient({
      port: await freePort(),
      streamId: 'a',
      reconnect: { delayMs: 60_000, maxDelayMs: 60_000 },
    });
    const run1 = run(fromPackets(testPackets(1, 5)), waiting, { signal: controller.signal });
    setTimeout(() => controller.abort(), 20);
    expect(await failure(run1)).toMatch(/^aborted: /);
    const { port, endings } = await bench();
    const second = new AbortController();
    const endless = fromPull(function* () {
      for (let i = 0; ; i++) {
        if (i === 1000) second.abort();
        yield* testPackets(1, 1);
      }
    });
    expect(
      await failure(run(endless, ingestClient({ port, streamId: 'b' }), { signal: second.signal })),
    ).toMatch(/^aborted: /);
    await until(() => endings.length === 1);
    expect(endings[0]).toMatch(/^b io: /);
  });

  it('fails on close when the server does not confirm the end', async () => {
    const mute = createServer((socket) => {
      const text = JSON.stringify({ type: 'welcome', audioflow: 2, maxFrameBytes: 1000 });
      socket.write(frameBytes(new TextEncoder().encode(text)));
      socket.resume();
    });
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
    const address = mute.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const client = ingestClient({ port, streamId: 'a', closeTimeoutMs: 30 });
    expect(await failure(run(fromPackets(testPackets(1, 2)), client))).toMatch(/^timeout: .*30 ms/);
    mute.close();
  });

  it('says so when what answers is no ingest server', async () => {
    const web = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
    const address = web.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const client = ingestClient({ port, streamId: 'a', reconnect: { ...quick, attempts: 2 } });
    expect(await failure(run(fromPackets(testPackets(1, 2)), client))).toMatch(
      /^(limit-exceeded|malformed-data|unavailable): /,
    );
    web.close();
  });

  it('refuses another format in the middle, and wrong options at once', async () => {
    const { port } = await bench();
    const mixed = testPackets(1, 2).map((packet, i) => ({ ...packet, sampleRate: 48_000 - i }));
    expect(await failure(run(fromPackets(mixed), ingestClient({ port, streamId: 'a' })))).toMatch(
      /^format-changed: /,
    );
    expect(() => ingestClient({ port: 0, streamId: 'a' })).toThrow(
      expect.objectContaining({ code: 'invalid-option' }),
    );
    expect(() => ingestClient({ port, streamId: 'a b' })).toThrow(
      expect.objectContaining({ code: 'invalid-option' }),
    );
    expect(() => ingestClient(Object({ port, streamId: 'a', retries: 3 }))).toThrow(
      expect.objectContaining({ code: 'invalid-option' }),
    );
  });
});
