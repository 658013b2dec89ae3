import type { Socket } from 'node:net';
import { fromPull, type Packet, run } from '@audioflow/core';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Subject } from 'rxjs';
import { until } from '../../broadcast/fixtures/until.js';
import { failure } from '../../tcp/fixtures/bench.js';
import { tonePackets } from '../fixtures/tone-packets.js';
import { type WrongServer, wrongServer } from '../fixtures/wrong-server.js';
import { icecastClient } from './icecast-client.js';
import type { IcecastClientEvent, IcecastClientOptions } from './icecast-client.types.js';

const OK = 'HTTP/1.0 200 OK\r\n\r\n';
const quick = { attempts: 50, delayMs: 1, maxDelayMs: 5 };
const open: WrongServer[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

const serve = async (...args: Parameters<typeof wrongServer>): Promise<WrongServer> => {
  const server = await wrongServer(...args);
  open.push(server);
  return server;
};
const client = (port: number, options: Partial<IcecastClientOptions> = {}) => {
  const events: IcecastClientEvent[] = [];
  const sink = icecastClient({
    port,
    mount: '/live',
    password: 'secret',
    reconnect: quick,
    onEvent: (event) => events.push(event),
    ...options,
  });
  return { sink, events, types: () => events.map(({ type }) => type) };
};
const bytesOf = (packets: readonly Packet[]): Buffer => Buffer.concat(packets.map((p) => p.data));
const bodyOf = (heard: Buffer | undefined): Buffer => {
  const all = heard ?? Buffer.alloc(0);
  return all.subarray(all.indexOf('\r\n\r\n') + 4);
};

describe('icecastClient', () => {
  it('asks as a source, says who it is, and sends bare frames', async () => {
    const server = await serve((socket) => {
      socket.write(`HTTP/1.1 100 Continue\r\n\r\n${OK}`);
    });
    const packets = await tonePackets('mp3', 1);
    const { sink, types } = client(server.port, {
      name: 'Tönen',
      genre: 'test',
      bitrate: 128_000,
      public: true,
    });
    await run(
      fromPull(() => packets),
      sink,
    );
    const head = String(server.heard[0]).split('\r\n\r\n')[0]?.split('\r\n') ?? [];
    expect(head).toEqual([
      'PUT /live HTTP/1.1',
      `Host: 127.0.0.1:${server.port}`,
      `Authorization: Basic ${Buffer.from('source:secret').toString('base64')}`,
      'User-Agent: audioflow',
      'Content-Type: audio/mpeg',
      'Ice-Name: Tönen',
      'Ice-Genre: test',
      'Ice-Public: 1',
      'Ice-Bitrate: 128',
      'Ice-Audio-Info: ice-bitrate=128;ice-samplerate=44100;ice-channels=1',
      'Expect: 100-continue',
    ]);
    expect(bodyOf(server.heard[0])).toEqual(bytesOf(packets));
    expect(types()).toEqual(['connected', 'closed']);
  });

  it('sends nothing before the server takes the stream', async () => {
    const released: (() => void)[] = [];
    const server = await serve((socket) => {
      released.push(() => socket.write('ICY 200 OK\n\n'));
    });
    const { sink } = client(server.port, { method: 'SOURCE' });
    const packets = await tonePackets('aac', 1);
    const running = run(
      fromPull(() => packets),
      sink,
    );
    await until('the request', () => released.length === 1);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(String(server.heard[0])).toMatch(
      /^SOURCE \/live HTTP\/1\.0\r\n[\s\S]*audio\/aac[\s\S]*\r\n\r\n$/,
    );
    expect(String(server.heard[0])).not.toContain('Expect');
    released[0]?.();
    await running;
    // ADTS: seven bytes more for each.
    const bytes = packets.reduce((sum, { data }) => sum + data.length + 7, 0);
    expect(bodyOf(server.heard[0]).length).toBe(bytes);
  });

  it('goes on where a server says no more than 100 Continue', async () => {
    const server = await serve((socket) => void socket.write('HTTP/1.1 100 Continue\r\n\r\n'));
    const packets = await tonePackets('mp3', 1);
    await run(
      fromPull(() => packets),
      client(server.port).sink,
    );
    expect(bodyOf(server.heard[0])).toEqual(bytesOf(packets));
  });

  it.each([
    ['401 Unauthorized', 'no', /^invalid-option: .*401 "no": check user and password/],
    ['403 Forbidden', 'Content-type not supported', /^unsupported: .*another codec/],
    [
      '404 Not Found',
      '<html><title>x</title><b>nope</b></html>',
      /^invalid-option: .*"nope".*mount/,
    ],
    ['405 Method Not Allowed', '', /^unsupported: .*"Method Not Allowed".*SOURCE/],
    ['415 Unsupported Media Type', '', /^unsupported: /],
    ['302 Found', '', /^unsupported: .*302/],
  ])('does not try again after %s', async (status, body, message) => {
    const server = await serve((socket) => socket.end(`HTTP/1.0 ${status}\r\n\r\n${body}`));
    const { sink, events } = client(server.port);
    const packets = await tonePackets('mp3', 1);
    expect(
      await failure(
        run(
          fromPull(() => packets),
          sink,
        ),
      ),
    ).toMatch(message);
    expect(events).toMatchObject([{ type: 'refused', retry: false }]);
    expect(server.connections).toBe(1);
  });

  it('tries again while the mount is in use, and gives up after its attempts', async () => {
    const refuse = 'HTTP/1.0 403 Forbidden\r\n\r\nMountpoint in use';
    const server = await serve((socket, index) => {
      if (index < 3) socket.end(refuse);
      else socket.write(OK);
    });
    const packets = await tonePackets('mp3', 1);
    const first = client(server.port);
    await run(
      fromPull(() => packets),
      first.sink,
    );
    const tries = ['refused', 'retry', 'refused', 'retry', 'refused', 'retry'];
    expect(first.types()).toEqual([...tries, 'connected', 'closed']);
    const full = await serve((socket) => socket.end(refuse));
    const second = client(full.port, { reconnect: { ...quick, attempts: 3 } });
    expect(
      await failure(
        run(
          fromPull(() => packets),
          second.sink,
        ),
      ),
    ).toMatch(/^unavailable: .*\/live.* 3 attempt.*Mountpoint in use/);
    expect(full.connections).toBe(3);
  });

  it('comes back after a loss with the packet at hand, and says what had not left', async () => {
    const packets = await tonePackets('mp3', 2);
    const server = await serve((socket, index) => {
      socket.write(OK);
      const all = bytesOf(packets.slice(0, 20)).length;
      socket.on('data', () => {
        if (index === 0 && bodyOf(server.heard[0]).length === all) socket.resetAndDestroy();
      });
    });
    const { sink, events, types } = client(server.port);
    const source = fromPull(async function* () {
      for (const [i, packet] of packets.entries()) {
        if (i === 20) await until('the loss', () => types().includes('lost'));
        yield packet;
      }
    });
    await run(source, sink);
    expect(types()).toEqual(['connected', 'lost', 'retry', 'connected', 'closed']);
    expect(events[1]).toMatchObject({ packets: 20, unsent: 0, cause: { code: 'io' } });
    expect(bodyOf(server.heard[0])).toEqual(bytesOf(packets.slice(0, 20)));
    expect(bodyOf(server.heard[1])).toEqual(bytesOf(packets.slice(20)));
  });

  it('waits for a server that does not read, and calls it lost when it never does', async () => {
    const server = await serve((socket, index) => {
      socket.write(OK);
      if (index === 0) socket.pause();
    });
    const packets = await tonePackets('mp3', 5);
    let pulled = 0;
    const { sink, events } = client(server.port, { stallTimeoutMs: 300 });
    const source = fromPull(function* () {
      for (let round = 0; round < 500; round++) {
        for (const packet of packets) {
          pulled++;
          yield packet;
        }
        if (events.some(({ type }) => type === 'lost')) return;
      }
    });
    await run(source, sink);
    const lost = events.find(({ type }) => type === 'lost');
    expect(lost).toMatchObject({ cause: { code: 'timeout' } });
    // What was pulled when it stood still is what was sent, and then the rest of a round.
    const sent = lost?.type === 'lost' ? lost.packets : 0;
    expect(pulled - sent).toBeLessThan(packets.length);
    expect(bodyOf(server.heard[1]).length).toBeGreaterThan(0);
    const [head] = bodyOf(server.heard[1]);
    expect(head).toBe(0xff);
  });

  it('aborts at once, while it waits for an answer, for a server and for room', async () => {
    const packets = await tonePackets('mp3', 1);
    const deaf: Socket[] = [];
    const mute = await serve((socket, index) => {
      if (index === 0) return;
      socket.write(OK);
      deaf.push(socket.pause());
    });
    const endless = fromPull(function* () {
      for (;;) yield* packets;
    });
    const gone = await serve(() => undefined);
    await gone.close();
    open.pop();
    for (const port of [mute.port, gone.port, mute.port]) {
      const controller = new AbortController();
      const reconnect = { delayMs: 60_000, maxDelayMs: 60_000 };
      const { sink } = client(port, { reconnect });
      const running = run(endless, sink, { signal: controller.signal });
      setTimeout(() => controller.abort(), 100);
      expect(await failure(running)).toMatch(/^aborted: /);
    }
    for (const socket of deaf) socket.resume();
    await until('the end of all connections', () => mute.open === 0);
  });

  it('does not wait for an answer for ever, nor for the end of a head', async () => {
    const packets = await tonePackets('mp3', 1);
    const mute = await serve(() => undefined);
    const options = { connectTimeoutMs: 50, reconnect: { ...quick, attempts: 2 } };
    expect(
      await failure(
        run(
          fromPull(() => packets),
          client(mute.port, options).sink,
        ),
      ),
    ).toMatch(/^unavailable: .*2 attempt.*answer from 127.0.0.1:\d+\/live within 50 ms/);
    const endless = await serve((socket) => {
      const timer = setInterval(() => socket.write(`X-A: ${'b'.repeat(4000)}\r\n`), 1);
      socket.write('HTTP/1.0 200 OK\r\n');
      socket.on('close', () => clearInterval(timer));
    });
    expect(
      await failure(
        run(
          fromPull(() => packets),
          client(endless.port).sink,
        ),
      ),
    ).toMatch(/^malformed-data: .*head of over 16384 bytes/);
  });

  it('says so when what answers is no Icecast', async () => {
    const server = await serve((socket) => socket.end('220 mail ready\r\n'));
    const packets = await tonePackets('mp3', 1);
    expect(
      await failure(
        run(
          fromPull(() => packets),
          client(server.port).sink,
        ),
      ),
    ).toMatch(/^malformed-data: .*"220 mail ready"/);
  });

  it('refuses another codec, another format in the middle, and wrong options at once', async () => {
    const server = await serve((socket) => void socket.write(OK));
    const packets = await tonePackets('mp3', 1);
    const opus = packets.map((packet) => ({ ...packet, codec: 'opus' }));
    expect(
      await failure(
        run(
          fromPull(() => opus),
          client(server.port).sink,
        ),
      ),
    ).toMatch(/^unsupported: .*mp3 or aac, got opus/);
    const mixed = packets.map((packet, i) => ({ ...packet, sampleRate: i < 9 ? 44_100 : 48_000 }));
    expect(
      await failure(
        run(
          fromPull(() => mixed),
          client(server.port).sink,
        ),
      ),
    ).toMatch(/^format-changed: /);
    for (const wrong of [
      { mount: 'live' },
      { mount: '/a b' },
      { mount: '/a\r\nX: y' },
      { name: 'a\r\nX: y' },
      { user: 'a:b' },
      { password: '' },
      { port: 0 },
      { adminUser: 'admin' },
      { retries: 3 },
    ]) {
      expect(() => icecastClient({ mount: '/x', password: 'p', ...wrong })).toThrow(
        expect.objectContaining({ code: 'invalid-option' }),
      );
    }
  });

  it('tells titles one at a time, the newest first, and all that fails as an event', async () => {
    const asked: string[] = [];
    const answers: (() => void)[] = [];
    const server = await serve((socket, _, request) => {
      if (!request.startsWith('GET')) return socket.write(OK);
      asked.push(request.split(' ')[1] ?? '');
      const status = asked.length === 1 ? '200 OK' : '400 Bad Request';
      answers.push(() => socket.end(`HTTP/1.0 ${status}\r\n\r\n<return>1</return>`));
      return true;
    });
    const titles = new Subject<string>();
    const packets = await tonePackets('mp3', 1);
    const { sink, events, types } = client(server.port, { titles });
    const source = fromPull(async function* () {
      yield* packets.slice(0, 5);
      titles.next('Café - Song 1');
      titles.next('skipped');
      titles.next('newest & last \ud800');
      await until('the first title', () => answers.length === 1);
      answers[0]?.();
      await until('the second title', () => answers.length === 2);
      answers[1]?.();
      await until('its failure', () => types().includes('title-failed'));
      yield* packets.slice(5);
    });
    await run(source, sink);
    const path = '/admin/metadata?mount=%2Flive&mode=updinfo&song=';
    expect(asked).toEqual([
      `${path}Caf%C3%A9%20-%20Song%201`,
      `${path}newest%20%26%20last%20%EF%BF%BD`,
    ]);
    expect(events.filter(({ type }) => type.startsWith('title'))).toMatchObject([
      { type: 'title', title: 'Café - Song 1' },
      { type: 'title-failed', cause: { code: 'io' } },
    ]);
    expect(titles.observed).toBe(false);
  });
});
