import { createAdtsFramer } from '@audioflow/codecs/bitstream';
import { type Packet, run } from '@audioflow/core';
import { describe, expect, it } from '@jest/globals';
import { take } from 'rxjs';
import { until } from '../../broadcast/fixtures/until.js';
import { failure } from '../../tcp/fixtures/bench.js';
import { chunked, relayOptions, serve, stationHead, withTitles } from '../fixtures/station.js';
import { tonePackets } from '../fixtures/tone-packets.js';
import { openIcecast } from './open-icecast.js';
import type { IcecastTitle } from './open-icecast.types.js';

const url = (port: number, path = '/live'): string => `http://127.0.0.1:${port}${path}`;
const bytesOf = (packets: readonly Packet[]): Buffer => Buffer.concat(packets.map((p) => p.data));
const read = async (packets: Awaited<ReturnType<typeof openIcecast>>['packets']) => {
  const got: Packet[] = [];
  await run(packets, { write: (packet) => void got.push(packet) });
  return got;
};

describe('openIcecast', () => {
  it('asks for titles, and tells what the station says of itself', async () => {
    const packets = await tonePackets('mp3', 1);
    const audio = bytesOf(packets);
    const head = stationHead({
      'Content-Length': audio.length,
      'icy-name': 'Tönen',
      'ice-genre': 'test',
      'icy-br': '128, 128',
      'ice-audio-info': 'samplerate=44100',
    });
    const server = await serve((socket) => socket.end(Buffer.concat([Buffer.from(head), audio])));
    const relay = await openIcecast(url(server.port, '/a/b.mp3?x=1'), {
      headers: { 'User-Agent': 'test', 'X-Own': 'yes' },
    });
    expect(relay).toMatchObject({ id: 'a-b.mp3', remote: `127.0.0.1:${server.port}` });
    expect(relay.info).toEqual({
      codec: 'mp3',
      sampleRate: 44_100,
      channelCount: 1,
      bitrate: 128_000,
      contentType: 'audio/mpeg',
      name: 'Tönen',
      genre: 'test',
    });
    expect((await read(relay.packets)).map(({ data }) => data)).toEqual(packets.map((p) => p.data));
    const asked = String(server.heard[0]).split('\r\n');
    expect(asked[0]).toBe('GET /a/b.mp3?x=1 HTTP/1.1');
    expect(asked).toEqual(
      expect.arrayContaining(['icy-metadata: 1', 'user-agent: test', 'x-own: yes']),
    );
  });

  it.each([
    ['HTTP/1.0', false],
    ['HTTP/1.1', true],
    ['ICY', false],
  ])('reads %s (chunked: %s), titles out of the audio', async (version, isChunked) => {
    const packets = await tonePackets('mp3', 2);
    const metaint = 4000;
    const body = withTitles(bytesOf(packets), metaint, ['Café - Song 1', undefined, 'B', 'B', 'C']);
    const fields = {
      'icy-metaint': metaint,
      ...(isChunked ? { 'Transfer-Encoding': 'chunked' } : {}),
    };
    const head = Buffer.from(stationHead(fields, `${version} 200 OK`));
    const bytes = Buffer.concat([head, isChunked ? chunked(body) : body]);
    const server = await serve((socket) => {
      for (let at = 0; at < bytes.length; at += 777) socket.write(bytes.subarray(at, at + 777));
    });
    const relay = await openIcecast(url(server.port));
    const titles: IcecastTitle[] = [];
    relay.metadata.subscribe((title) => titles.push(title));
    const got: Packet[] = [];
    await run(relay.packets.pipe(take(packets.length)), { write: (p) => void got.push(p) });
    expect(got.map(({ data }) => data)).toEqual(packets.map((p) => p.data));
    expect(got.map(({ pts }) => pts)).toEqual(packets.map((_, i) => i * 1152));
    expect(titles.map(({ title }) => title)).toEqual(['Café - Song 1', 'B', 'C']);
    for (const [i, { pts }] of titles.entries()) {
      const offset = metaint * ([1, 3, 5][i] ?? 0);
      expect(Math.abs(pts / 1152 - offset / 417.96)).toBeLessThan(1);
    }
    await until('the end of the connection', () => server.open === 0);
  });

  it('reads aac in ADTS', async () => {
    const packets = await tonePackets('aac', 1);
    const frame = createAdtsFramer();
    const audio = Buffer.concat(packets.map((packet) => frame({ ...packet, codec: 'aac' })));
    const head = stationHead({ 'Content-Type': 'audio/aacp', 'Content-Length': audio.length });
    const server = await serve((socket) => socket.end(Buffer.concat([Buffer.from(head), audio])));
    const relay = await openIcecast(url(server.port));
    expect(relay.info).toMatchObject({ codec: 'aac', sampleRate: 44_100, channelCount: 1 });
    // What ADTS can tell of the configuration: its first two bytes.
    expect(relay.info.config).toEqual(packets[0]?.config?.slice(0, 2));
    expect((await read(relay.packets)).map(({ data }) => data)).toEqual(packets.map((p) => p.data));
  });

  it('follows redirects, and gives away no secrets', async () => {
    const audio = bytesOf(await tonePackets('mp3', 1));
    const target = await serve((socket) => {
      socket.end(
        Buffer.concat([Buffer.from(stationHead({ 'Content-Length': audio.length })), audio]),
      );
    });
    const first = await serve((socket, _, request) => {
      const location = request.startsWith('GET /a ') ? '/b' : `http://127.0.0.1:${target.port}/c`;
      socket.end(`HTTP/1.1 302 Found\r\nLocation: ${location}\r\n\r\n`);
    });
    const { options, events } = relayOptions({ headers: { Cookie: 'secret=1', 'X-Own': 'yes' } });
    const address = `http://me:p%20w@127.0.0.1:${first.port}/a`;
    const relay = await openIcecast(address, options);
    relay.close();
    const basic = `authorization: Basic ${Buffer.from('me:p w').toString('base64')}`;
    expect(String(first.heard[0])).toContain(basic);
    expect(String(first.heard[1])).toContain('cookie: secret=1');
    expect(String(target.heard[0])).not.toMatch(/authorization|cookie/);
    expect(String(target.heard[0])).toContain('x-own: yes');
    expect(events).toMatchObject([{ type: 'connected', url: `http://127.0.0.1:${target.port}/c` }]);
    expect(JSON.stringify(events)).not.toContain('p%20w');
  });

  it('comes back after a loss: time goes on, and nothing is told twice', async () => {
    const packets = await tonePackets('mp3', 3);
    const parts = [packets.slice(0, 30), packets.slice(40, 60), packets.slice(60)];
    const server = await serve((socket, index) => {
      const body = withTitles(bytesOf(parts[index] ?? []), 1000, [
        'Same',
        index === 2 ? 'New' : undefined,
      ]);
      if (index === 1) socket.end('HTTP/1.0 404 Not Found\r\n\r\n');
      else socket.write(Buffer.concat([Buffer.from(stationHead({ 'icy-metaint': 1000 })), body]));
      if (index === 0) setTimeout(() => socket.destroy(), 30);
    });
    const { options, events } = relayOptions();
    const relay = await openIcecast(url(server.port), options);
    const titles: IcecastTitle[] = [];
    relay.metadata.subscribe((title) => titles.push(title));
    const last = parts[2]?.length ?? 0;
    const got: Packet[] = [];
    await run(relay.packets.pipe(take(30 + last)), { write: (p) => void got.push(p) });
    expect(got.map(({ data }) => data)).toEqual(
      [...packets.slice(0, 30), ...packets.slice(60)].map((p) => p.data),
    );
    expect(got.map(({ pts }) => pts)).toEqual(got.map((_, i) => i * 1152));
    expect(titles.map(({ title }) => title)).toEqual(['Same', 'New']);
    expect(events.map(({ type }) => type)).toEqual([
      'connected',
      'lost',
      'retry',
      'retry',
      'connected',
    ]);
    expect(events[1]).toMatchObject({ packets: 30, cause: { code: 'io' } });
    expect(events[3]).toMatchObject({ attempt: 2, cause: { details: { status: 404 } } });
  });

  it('stops reading while its reader holds, and does not connect for nobody', async () => {
    const audio = bytesOf(await tonePackets('mp3', 5));
    let sent = 0;
    let connections = 0;
    const server = await serve((socket, index) => {
      connections = index + 1;
      socket.write(stationHead());
      const more = (): void => {
        while (!socket.destroyed && socket.write(audio)) sent += audio.length;
        sent += audio.length;
      };
      socket.on('drain', more);
      more();
    });
    const { options } = relayOptions({ highWaterBytes: 20_000, idleTimeoutMs: 50 });
    const relay = await openIcecast(url(server.port), options);
    let before = -1;
    await until('the standstill', () => {
      const stands = sent === before;
      before = sent;
      return stands;
    });
    // Held for longer than idleTimeoutMs: who holds the station cannot blame it.
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(connections).toBe(1);
    const got: Packet[] = [];
    await run(relay.packets.pipe(take(2000)), { write: (p) => void got.push(p) });
    expect(got.map(({ pts }) => pts)).toEqual(got.map((_, i) => i * 1152));
    await until('the end of the connection', () => server.open === 0);
  });

  it('takes a station that sends no frames for lost, however much it sends', async () => {
    const packets = await tonePackets('mp3', 1);
    const server = await serve((socket, index) => {
      socket.write(stationHead());
      if (index !== 1) socket.write(bytesOf(packets));
      const timer = setInterval(() => socket.write(Buffer.alloc(100, index === 1 ? 'x' : 0)), 5);
      socket.on('close', () => clearInterval(timer));
    });
    const { options, events } = relayOptions({ idleTimeoutMs: 100 });
    const relay = await openIcecast(url(server.port), options);
    await run(relay.packets.pipe(take(packets.length + 5)), { write: () => undefined });
    expect(events.map(({ type }) => type)).toEqual([
      'connected',
      'lost',
      'retry',
      'retry',
      'connected',
    ]);
    expect(events[2]).toMatchObject({ cause: { code: 'timeout' } });
  });

  it('does not blame a station for a process that was busy', async () => {
    const packets = await tonePackets('mp3', 1);
    const server = await serve((socket) => {
      socket.write(Buffer.concat([Buffer.from(stationHead()), bytesOf(packets)]));
    });
    const { options, events } = relayOptions({ idleTimeoutMs: 200 });
    const relay = await openIcecast(url(server.port), options);
    const source = [...server.sockets][0];
    const got: Packet[] = [];
    const reading = run(relay.packets, { write: (packet) => void got.push(packet) });
    await until('all', () => got.length === packets.length);
    await new Promise<void>((resolve) => source?.write(bytesOf(packets), () => resolve()));
    const busy = performance.now();
    while (performance.now() - busy < 400);
    await until('more', () => got.length > packets.length);
    relay.close();
    await reading;
    expect(events.map(({ type }) => type)).toEqual(['connected']);
  });

  it('ends for good where a new connection brings another format', async () => {
    const mono = await tonePackets('mp3', 1);
    const frame = Uint8Array.from({ length: 384 }, (_, i) => [0xff, 0xfb, 0x94, 0x00][i] ?? 0);
    const server = await serve((socket, index) => {
      const body =
        index === 0 ? bytesOf(mono) : Buffer.concat(Array.from({ length: 50 }, () => frame));
      socket.end(Buffer.concat([Buffer.from(stationHead()), body]));
    });
    const { options } = relayOptions();
    const relay = await openIcecast(url(server.port), options);
    expect(await failure(read(relay.packets))).toMatch(
      /^format-changed: .*44100 Hz, 1 channel.*48000 Hz, 2 channel/,
    );
    expect(server.connections).toBe(2);
  });

  it('can be refused, closed and aborted, read or not', async () => {
    const audio = bytesOf(await tonePackets('mp3', 1));
    const server = await serve((socket) =>
      socket.write(Buffer.concat([Buffer.from(stationHead()), audio])),
    );
    const refused = await openIcecast(url(server.port));
    refused.refuse('not today');
    expect(await failure(read(refused.packets))).toBe('unsupported: openIcecast: not today');
    const closed = await openIcecast(url(server.port));
    closed.close();
    closed.refuse('too late');
    expect(await failure(read(closed.packets))).toBe('none');
    const controller = new AbortController();
    const aborted = await openIcecast(url(server.port), { signal: controller.signal });
    controller.abort();
    expect(await failure(read(aborted.packets))).toMatch(/^aborted: /);
    const twice = await openIcecast(url(server.port));
    let over = false;
    twice.metadata.subscribe({ complete: () => (over = true) });
    const reading = read(twice.packets);
    expect(await failure(read(twice.packets))).toMatch(/^invalid-state: .*one subscription/);
    expect(over).toBe(false);
    twice.close();
    await reading;
    expect(over).toBe(true);
    const unread = await openIcecast(url(server.port));
    const titles = new Promise<void>((resolve) => unread.metadata.subscribe({ complete: resolve }));
    unread.close();
    await titles;
    await until('the end of all connections', () => server.open === 0);
    const mute = await serve(() => undefined);
    const late = new AbortController();
    const opening = openIcecast(url(mute.port), { signal: late.signal });
    setTimeout(() => late.abort(), 20);
    expect(await failure(opening)).toMatch(/^aborted: /);
    expect(await failure(openIcecast(url(mute.port), { signal: late.signal }))).toMatch(
      /^aborted: /,
    );
    await until('the end of the question', () => mute.open === 0);
  });

  it('refuses wrong options at once', async () => {
    for (const wrong of [
      'file:///etc/passwd',
      'ftp://a/b',
      '127.0.0.1:80',
      'http://',
      'http://a b/',
    ]) {
      expect(await failure(openIcecast(wrong))).toMatch(/^invalid-option: /);
    }
    for (const wrong of [
      { id: 'a b' },
      { headers: { 'a b': 'c' } },
      { headers: { a: 'b\r\nc: d' } },
      { openAttempts: 0 },
      { retries: 1 },
    ]) {
      expect(await failure(openIcecast('http://127.0.0.1:1/', Object(wrong)))).toMatch(
        /^invalid-option: /,
      );
    }
  });
});
