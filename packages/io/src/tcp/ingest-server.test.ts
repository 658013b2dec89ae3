import { fromPull, run } from '@audioflow/core';
import { describe, expect, it } from '@jest/globals';
import { bench, failure, fromPackets, open } from './fixtures/bench.js';
import { hello, rawSender } from './fixtures/raw-sender.js';
import { testPackets, until } from './fixtures/test-packets.js';
import { endFrame } from './frame-bytes.js';
import { ingestClient } from './ingest-client.js';
import { ingestServer } from './ingest-server.js';

describe('ingestServer refuses', () => {
  it.each([
    ['a wrong token', { token: 'right' }, hello({ token: 'wrong' }), 'bad-token', false],
    ['no token', { token: 'right' }, hello(), 'bad-token', false],
    ['garbage', {}, 'GET / HTTP/1.1', 'malformed', false],
    ['a hello that is no hello', {}, '{"audioflow":7}', 'malformed', false],
    ['a frame that is too long', { maxFrameBytes: 64 }, 'x'.repeat(65), 'oversized', false],
  ] as const)('%s, says why, and lives', async (_, options, payload, reason, retry) => {
    const { port, server, errors, streams } = await bench(options);
    const sender = await rawSender(port);
    sender.frame(payload);
    await sender.closed;
    expect(sender.replies).toEqual([expect.objectContaining({ type: 'error', reason, retry })]);
    expect(server.stats.refused).toEqual({ [reason]: 1 });
    expect(errors.map(({ details }) => details['reason'])).toEqual([reason]);
    expect(streams).toEqual([]);
  });

  it('a frame that is too long, even while the rest of it pours in', async () => {
    const { port, server, endings } = await bench({ maxFrameBytes: 1000 });
    const sender = await rawSender(port);
    sender.frame(hello());
    sender.frame(new Uint8Array(200_000));
    await sender.closed;
    expect(sender.replies.at(-1)).toMatchObject({ type: 'error', reason: 'oversized' });
    expect(endings[0]).toMatch(/^a limit-exceeded: .*at most 1000 bytes, got one of 200000/);
    await run(
      fromPull(() => testPackets(1, 3)),
      ingestClient({ port, streamId: 'a' }),
    );
    expect(server.stats.completed).toBe(1);
  });

  it('a second sender of a stream, until the first has ended', async () => {
    const { port, endings } = await bench();
    const [first, second] = [await rawSender(port), await rawSender(port)];
    first.frame(hello());
    await until(() => first.replies.length === 1);
    second.frame(hello());
    await second.closed;
    expect(second.replies).toMatchObject([{ type: 'error', reason: 'busy', retry: true }]);
    first.bytes(endFrame());
    await first.closed;
    await until(() => endings.length === 1);
    const third = await rawSender(port);
    third.frame(hello());
    await until(() => third.replies.length === 1);
    expect(third.replies[0]?.type).toBe('welcome');
  });

  it('the first sender instead, when told to take the second', async () => {
    const { port, endings, streams } = await bench({ onBusy: 'takeover' });
    const [first, second] = [await rawSender(port), await rawSender(port)];
    first.frame(hello());
    await until(() => streams.length === 1);
    second.frame(hello());
    await first.closed;
    expect(first.replies.at(-1)).toMatchObject({ reason: 'taken-over', retry: false });
    expect(endings[0]).toMatch(/^a aborted: /);
    expect(streams).toHaveLength(2);
    await until(() => second.replies.length === 1);
    second.bytes(endFrame());
    await until(() => endings.length === 2);
    expect(endings[1]).toBe('a complete');
  });

  it('a sender that says nothing, at first or later', async () => {
    const { port, server } = await bench({ helloTimeoutMs: 20, idleTimeoutMs: 20 });
    const [mute, tired] = [await rawSender(port), await rawSender(port)];
    tired.frame(hello());
    await Promise.all([mute.closed, tired.closed]);
    expect(mute.replies).toMatchObject([{ reason: 'idle', retry: true }]);
    expect(tired.replies).toMatchObject([{ type: 'welcome' }, { reason: 'idle' }]);
    expect(server.stats.refused).toEqual({ idle: 2 });
  });

  it('senders while nobody takes streams, and more connections than it may have', async () => {
    const server = await ingestServer({ maxConnections: 1 });
    open.push(server);
    const lonely = await rawSender(server.address.port);
    lonely.frame(hello());
    await lonely.closed;
    expect(lonely.replies).toMatchObject([{ reason: 'no-receiver', retry: true }]);
    await until(() => server.stats.active === 0);
    const one = await rawSender(server.address.port);
    await until(() => server.stats.active === 1);
    const two = await rawSender(server.address.port);
    await two.closed;
    expect(two.replies).toMatchObject([{ reason: 'too-many', retry: true }]);
    one.socket.destroy();
  });

  it('everyone on close, frees the port and completes its streams', async () => {
    const { port, server, endings } = await bench();
    const sender = await rawSender(port);
    sender.frame(hello());
    await until(() => sender.replies.length === 1);
    let completed = false;
    server.streams.subscribe({ complete: () => (completed = true) });
    await server.close();
    await sender.closed;
    expect(sender.replies.at(-1)).toMatchObject({ reason: 'closing', retry: true });
    expect([endings.length, completed]).toEqual([1, true]);
    const again = await ingestServer({ port });
    await again.close();
  });

  it('wrong options at once, and a port that is taken', async () => {
    const { port } = await bench();
    expect(await failure(ingestServer({ port }))).toMatch(/^unavailable: .*127\.0\.0\.1/);
    expect(await failure(ingestServer({ port: 70_000 }))).toMatch(/^invalid-option: .*port/);
    const both = ingestServer({ token: 'x', legacy: { codec: 'mp3' } });
    expect(await failure(both)).toMatch(/^invalid-option: .*not both/);
  });
});

describe('ingestServer with legacy senders', () => {
  const frame = new Uint8Array(417);
  frame.set([0xff, 0xfb, 0x90, 0x00]);

  it('parses bare mp3 frames, and closes the connection after the frame of length 0', async () => {
    const { port, received, streams, endings } = await bench({ legacy: { codec: 'mp3' } });
    const sender = await rawSender(port);
    for (let i = 0; i < 5; i++) sender.frame(frame);
    sender.bytes(endFrame());
    await sender.closed;
    await until(() => endings.length === 1);
    expect(streams[0]).toMatchObject({
      id: 'live',
      info: { codec: 'mp3', sampleRate: 44_100, channelCount: 2 },
    });
    expect(received.get('live')?.map(({ pts, data }) => [pts, data.length])).toEqual(
      [0, 1, 2, 3, 4].map((i) => [i * 1152, 417]),
    );
    expect(sender.replies).toEqual([]);
  });

  it('still takes senders with a hello, and one legacy sender at a time', async () => {
    const { port, streams, endings } = await bench({ legacy: { codec: 'mp3', streamId: 'old' } });
    const [one, two] = [await rawSender(port), await rawSender(port)];
    one.frame(frame);
    one.frame(frame);
    await until(() => streams.length === 1);
    two.frame(frame);
    await two.closed;
    expect(two.replies).toMatchObject([{ reason: 'busy' }]);
    await run(fromPackets(testPackets(1, 3)), ingestClient({ port, streamId: 'new' }));
    await until(() => endings.length === 1);
    expect(streams.map(({ id }) => id)).toEqual(['old', 'new']);
    one.socket.destroy();
  });
});

describe('ingestServer under fuzz', () => {
  it('lives through a thousand random byte sequences, and then serves a right client', async () => {
    const { port, server, received, endings } = await bench({
      helloTimeoutMs: 50,
      maxFrameBytes: 4096,
    });
    let seed = 4711;
    const random = (below: number): number => {
      seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((seed / 2 ** 32) * below);
    };
    const noise = (length: number): Uint8Array => Uint8Array.from({ length }, () => random(256));
    const attack = async (): Promise<void> => {
      const sender = await rawSender(port);
      const kind = random(4);
      if (kind > 0) sender.frame(hello({ stream: `f${random(1000)}` }));
      if (kind === 1) sender.bytes(noise(1 + random(300)));
      else if (kind === 2) sender.frame(noise(1 + random(300)));
      else sender.bytes(noise(1 + random(50)));
      if (random(2) === 0) sender.socket.end();
      else setTimeout(() => sender.socket.destroy(), random(10));
      await sender.closed;
    };
    for (let round = 0; round < 50; round++) {
      await Promise.all(Array.from({ length: 20 }, attack));
    }
    await until(() => server.stats.active === 0);
    const { refused, lost, completed, connections } = server.stats;
    const ended = Object.values(refused).reduce((sum, count) => sum + count, lost + completed);
    expect([connections, ended]).toEqual([1000, 1000]);
    const packets = testPackets(9, 50);
    await run(fromPackets(packets), ingestClient({ port, streamId: 'right' }));
    await until(() => endings.includes('right complete'));
    expect(received.get('right')).toEqual(packets);
  });
});
