import { createServer } from 'node:net';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { fromPull, type Packet, run } from '@audioflow/core';
import { describe, expect, it } from '@jest/globals';
import { type Observable, take } from 'rxjs';
import { openClientConnection } from './client-connection.js';
import { bench, codeOf, failure, fromPackets, open } from './fixtures/bench.js';
import { hello, type RawSender, rawSender } from './fixtures/raw-sender.js';
import { testPackets, until } from './fixtures/test-packets.js';
import { endFrame, frameBytes } from './frame-bytes.js';
import { ingestClient } from './ingest-client.js';
import type { IngestClientEvent } from './ingest-client.types.js';
import { ingestServer } from './ingest-server.js';
import type { IngestServer, IngestServerOptions, IngestStream } from './ingest-server.types.js';
import { encodePacketPayload } from './packet-payload.js';

const serve = async (
  onStream: (stream: IngestStream) => void,
  options: IngestServerOptions = {},
): Promise<IngestServer> => {
  const server = await ingestServer(options);
  open.push(server);
  server.streams.subscribe(onStream);
  return server;
};

/** Many packets, one in each turn of the loop. */
const steady = (count: number, bytes = 100): Observable<Packet> =>
  fromPull(async function* () {
    for (let i = 0; i < count; i++) {
      await setImmediate();
      yield* testPackets(1, 1, bytes);
    }
  });

const gate = (): { readonly opened: Promise<void>; open(): void } => {
  let release: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    release = resolve;
  });
  return { opened, open: () => release() };
};

const summary = (events: readonly IngestClientEvent[]): string[] =>
  events.map((event) => ('attempt' in event ? `${event.type} ${event.attempt}` : event.type));

describe('a sender that never hangs up', () => {
  const ended = async (port: number): Promise<RawSender> => {
    const sender = await rawSender(port, true);
    sender.frame(hello());
    sender.bytes(endFrame());
    await until(() => sender.replies.at(-1)?.type === 'bye');
    return sender;
  };

  it('is cut off some time after its end of stream', async () => {
    const { port, server } = await bench();
    const sender = await ended(port);
    expect(server.stats).toMatchObject({ completed: 1, active: 1 });
    await until(() => server.stats.active === 0);
    sender.socket.destroy();
  });

  it('does not keep the server from being closed', async () => {
    const { port, server } = await bench();
    const [after, before] = [await ended(port), await rawSender(port, true)];
    before.frame(hello({ stream: 'b' }));
    await until(() => before.replies.length === 1);
    await server.close();
    await until(() => server.stats.active === 0);
    await (await ingestServer({ port })).close();
    after.socket.destroy();
    before.socket.destroy();
  });
});

describe('a finite stream into a slow reader', () => {
  it('arrives whole though it takes many times closeTimeoutMs, as long as there is progress', async () => {
    let got = 0;
    const reading: Promise<unknown>[] = [];
    const write = async (): Promise<void> => {
      got++;
      await setTimeout(12);
    };
    const { address } = await serve(({ packets }) => void reading.push(run(packets, { write })), {
      highWaterBytes: 30_000,
    });
    const events: IngestClientEvent[] = [];
    const client = ingestClient({
      port: address.port,
      streamId: 'a',
      closeTimeoutMs: 200,
      onEvent: (event) => events.push(event),
    });
    await run(fromPackets(testPackets(1, 100, 10_000)), client);
    await Promise.all(reading);
    expect([got, summary(events)]).toEqual([100, ['connected 1', 'closed']]);
  });

  it('arrives whole even after the sender has given up waiting', async () => {
    const held = gate();
    const reading: Promise<{ readonly items: number }>[] = [];
    const { address } = await serve(
      ({ packets }) => void reading.push(run(packets, { write: () => held.opened })),
      { highWaterBytes: 30_000 },
    );
    const client = ingestClient({ port: address.port, streamId: 'a', closeTimeoutMs: 40 });
    const sent = await failure(run(fromPackets(testPackets(1, 100, 10_000)), client));
    expect(sent).toMatch(/^timeout: .*40 ms.*still sent/);
    held.open();
    expect((await reading[0])?.items).toBe(100);
  });

  it('lets what is still queued in the sender go out when it is left', async () => {
    const held = gate();
    const reading: Promise<{ readonly items: number }>[] = [];
    const { address } = await serve(
      ({ packets }) => void reading.push(run(packets, { write: () => held.opened })),
      { highWaterBytes: 30_000 },
    );
    const connection = await openClientConnection({
      ...address,
      hello: new TextEncoder().encode(hello({ codec: 'aac' })),
      timeoutMs: 1000,
      signal: new AbortController().signal,
      onLost: () => undefined,
    });
    let sent = 0;
    const [packet] = testPackets(1, 1, 6000);
    if (packet === undefined) throw new Error('expected a packet');
    const payload = encodePacketPayload(packet, packet.config);
    // The buffers of both sockets fill up, and a packet stays in the process.
    while (connection.progress >= 0) {
      await connection.send(payload);
      sent++;
      await setImmediate();
    }
    const confirmed = connection.finish();
    connection.leave();
    held.open();
    expect(await confirmed).toBe(sent);
    expect((await reading[0])?.items).toBe(sent);
  });
});

describe('a sender whose stream is not taken', () => {
  const reconnect = { attempts: 4, delayMs: 1, factor: 2, jitter: 0 };
  const send = async (
    port: number,
  ): Promise<{ readonly failed: string; readonly log: string[] }> => {
    const events: IngestClientEvent[] = [];
    const client = ingestClient({
      port,
      streamId: 'a',
      reconnect,
      onEvent: (event) => events.push(event),
    });
    const failed = await failure(run(steady(4000), client));
    const delays = events.flatMap((event) => (event.type === 'retry' ? [event.delayMs] : []));
    return { failed, log: [...summary(events), `delays ${delays}`] };
  };
  const thrice = ['connected', 'refused', 'lost', 'retry'];

  it('waits longer and longer, and gives up, when readers leave again and again', async () => {
    const server = await serve(({ packets }) => void packets.pipe(take(1)).subscribe());
    const { failed, log } = await send(server.address.port);
    expect(failed).toMatch(/^unavailable: .*4 attempt.*receiver of the stream has left/);
    const rounds = [1, 2, 3, 4].flatMap((n) =>
      thrice.map((type) => (type === 'connected' || type === 'retry' ? `${type} ${n}` : type)),
    );
    expect(log).toEqual([...rounds.slice(0, -1), 'delays 1,2,4']);
    expect(server.stats.refused).toEqual({ 'receiver-left': 4 });
  });

  it('gives up on a server that welcomes it and acknowledges nothing', async () => {
    let connections = 0;
    const broken = createServer((socket) => {
      connections++;
      const text = JSON.stringify({ type: 'welcome', audioflow: 2, maxFrameBytes: 1000 });
      socket.on('error', () => undefined);
      socket.end(frameBytes(new TextEncoder().encode(text)));
    });
    await new Promise<void>((resolve) => broken.listen(0, '127.0.0.1', resolve));
    const address = broken.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const { failed } = await send(port);
    broken.close();
    expect([failed.slice(0, 12), connections]).toEqual(['unavailable:', 4]);
  });

  it.each([
    ['before its packets are read', ({ refuse }: IngestStream) => refuse('mono is needed')],
    [
      'when reading them has failed',
      ({ packets, refuse }: IngestStream) => {
        const write = async (): Promise<void> => {
          throw new Error('mono is needed');
        };
        run(packets, { write }).catch((error: Error) => refuse(error.message));
      },
    ],
  ])('ends at once with the words of a reader that refuses it %s', async (_, onStream) => {
    const server = await serve(onStream);
    const { failed, log } = await send(server.address.port);
    expect(failed).toMatch(/^unsupported: .*mono is needed/);
    // A refusal may come in one piece with the welcome: then nothing was connected or lost.
    const told = log.filter((type) => type !== 'connected 1' && type !== 'lost');
    expect(told).toEqual(['refused', 'delays ']);
    expect(server.stats).toMatchObject({ connections: 1, refused: { unwanted: 1 } });
  });

  it('is told so in the protocol; its stream fails, and its id is free again', async () => {
    const endings: string[] = [];
    const { address } = await serve(({ packets, refuse }) => {
      packets.subscribe({ error: (error: unknown) => endings.push(codeOf(error)) });
      refuse('x'.repeat(100_000));
    });
    for (const n of [1, 2]) {
      const sender = await rawSender(address.port);
      sender.frame(hello());
      await sender.closed;
      expect(sender.replies).toEqual([
        expect.objectContaining({ type: 'welcome' }),
        { type: 'error', reason: 'unwanted', message: 'x'.repeat(1024), retry: false },
      ]);
      await until(() => endings.length === n);
    }
    expect(endings[0]).toMatch(/^unsupported: /);
  });
});

describe('acknowledgements', () => {
  it('follow the first packet and each sixteenth', async () => {
    const { port } = await bench();
    const sender = await rawSender(port);
    sender.frame(hello());
    const [packet] = testPackets(1, 1);
    if (packet === undefined) throw new Error('expected a packet');
    for (let i = 0; i < 33; i++) sender.frame(encodePacketPayload(packet, packet.config));
    sender.bytes(endFrame());
    await sender.closed;
    expect(
      sender.replies.flatMap((reply) => ('packets' in reply ? [[reply.type, reply.packets]] : [])),
    ).toEqual([
      ['ack', 1],
      ['ack', 16],
      ['ack', 32],
      ['bye', 33],
    ]);
  });
});

describe('a sender that was taken over', () => {
  it.each([
    ['while its write waits for room', 100_000],
    ['between its writes', 10],
  ])('does not take the stream back: %s', async (_, bytes) => {
    const streams: IngestStream[] = [];
    const server = await serve((stream) => void streams.push(stream), {
      onBusy: 'takeover',
      ...(bytes === 10 ? { highWaterBytes: 1e9 } : {}),
    });
    const { port } = server.address;
    const events: IngestClientEvent[] = [];
    const client = ingestClient({ port, streamId: 'a', onEvent: (event) => events.push(event) });
    const sending = failure(run(steady(100_000, bytes), client));
    await until(() => server.stats.packets > 2);
    // No more than the buffers of two sockets goes out: then a write waits.
    if (bytes > 10) await setTimeout(100);
    const second = await rawSender(port);
    second.frame(hello());
    expect(await sending).toMatch(/^aborted: .*taken over by/);
    expect(summary(events)).toEqual(['connected 1', 'refused', 'lost']);
    expect(events[1]).toMatchObject({ reason: 'taken-over', retry: false });
    await until(() => second.replies.length === 1);
    expect([streams.length, server.stats.connections]).toEqual([2, 2]);
    second.socket.destroy();
  });
});
