import { mp3Frame } from '@audioflow/codecs/bitstream';
import type { Packet } from '@audioflow/core';
import { describe, expect, it } from '@jest/globals';
import { take, toArray } from 'rxjs';
import { until } from '../../broadcast/fixtures/until.js';
import { failure } from '../../tcp/fixtures/bench.js';
import { serve, stationHead } from '../fixtures/station.js';
import { tonePackets } from '../fixtures/tone-packets.js';
import { openIcecast } from './open-icecast.js';

const OWN = "StreamTitle='x';";
const url = (port: number, path = '/live'): string => `http://127.0.0.1:${port}${path}`;
const bytesOf = (packets: readonly Packet[]): Buffer => Buffer.concat(packets.map((p) => p.data));

describe('openIcecast before servers that mean it no good', () => {
  const answer = (text: string) => serve((socket) => socket.end(text));
  const drip = (first: string, more: string) =>
    serve((socket) => {
      socket.write(first);
      const timer = setInterval(() => socket.write(more), 2);
      socket.on('close', () => clearInterval(timer));
    });
  const quick = { connectTimeoutMs: 300, idleTimeoutMs: 200 };

  it.each([
    ['401 Unauthorized', /^invalid-option: .*password/],
    ['403 Forbidden', /^unavailable: .*full/],
    ['404 Not Found', /^unavailable: .*source on the air/],
    ['500 Oops', /^unavailable: .*500 Oops/],
  ])('says what %s means', async (status, message) => {
    const server = await answer(`HTTP/1.1 ${status}\r\n\r\n`);
    expect(await failure(openIcecast(url(server.port)))).toMatch(message);
    expect(server.connections).toBe(1);
  });

  it.each([
    ['no HTTP', '220 mail ready\r\n\r\n', /^malformed-data: .*220 mail/],
    ['an empty line', '\r\n\r\n', /^malformed-data: /],
    ['nothing', '', /^io: .*closed the connection/],
    ['a page', stationHead({ 'Content-Type': 'text/html' }), /^unsupported: .*text\/html/],
    ['ogg', stationHead({ 'Content-Type': 'application/ogg' }), /^unsupported: .*ogg/],
    ['a type by accident', stationHead({ 'Content-Type': 'constructor' }), /^unsupported: /],
    ['gzip', stationHead({ 'Content-Encoding': 'gzip' }), /^unsupported: .*gzip/],
    ['a strange coding', stationHead({ 'Transfer-Encoding': 'gzip, chunked' }), /^unsupported: /],
    [
      'bad chunks',
      `${stationHead({ 'Transfer-Encoding': 'chunked' })}zz\r\n`,
      /^malformed-data: .*"zz"/,
    ],
    [
      'huge chunks',
      `${stationHead({ 'Transfer-Encoding': 'chunked' })}fffffffff\r\n`,
      /^malformed/,
    ],
    [
      'chunks that are longer',
      `${stationHead({ 'Transfer-Encoding': 'chunked' })}1\r\nabc\r\n`,
      /^malf/,
    ],
    ['no audio', `${stationHead()}${'no frames '.repeat(9000)}`, /^io: /],
    ['a file without frames', stationHead({ 'Content-Length': 0 }), /^malformed-data: .*frames/],
    ['nowhere to go', 'HTTP/1.1 302 Found\r\n\r\n', /^(malformed-data|unavailable): /],
    ['a file to go to', 'HTTP/1.1 302 Found\r\nLocation: file:///x\r\n\r\n', /^malformed-data: /],
  ])('ends on %s', async (_, text, message) => {
    const server = await answer(text);
    expect(await failure(openIcecast(url(server.port), quick))).toMatch(message);
    await until('the end of all connections', () => server.open === 0);
  });

  it('ends on a head, a line or a silence without end', async () => {
    const cases = [
      [
        await drip('HTTP/1.0 200 OK\r\n', `X-A: ${'b'.repeat(4000)}\r\n`),
        /^malformed-data: .*16384/,
      ],
      [await drip('HTTP/1.0 200 OK\r\nX: ', 'b'), /^timeout: .*300 ms/],
      [
        await drip(stationHead({ 'Transfer-Encoding': 'chunked' }), '0'.repeat(200)),
        /^malformed-data: /,
      ],
      [await drip('', ''), /^timeout: /],
      [await drip(stationHead(), 'x'), /^timeout: .*frames.*200 ms/],
      [await drip(stationHead({ 'icy-metaint': 1 }), `a\u0001${OWN}`), /^timeout: .*frames/],
    ] as const;
    await Promise.all(
      cases.map(async ([server, message]) => {
        expect(await failure(openIcecast(url(server.port), quick))).toMatch(message);
        await until('the end of all connections', () => server.open === 0);
      }),
    );
  });

  it('follows no chain of redirects without end', async () => {
    const server = await serve((socket, index) => {
      socket.end(`HTTP/1.1 301 Moved\r\nLocation: /${index}\r\n\r\n`);
    });
    expect(await failure(openIcecast(url(server.port)))).toMatch(
      /^unavailable: .*over 5 redirects/,
    );
    expect(server.connections).toBe(6);
  });

  it.each([
    '0',
    '-5',
    'x',
    '1000000000',
    '99999999999999999999',
  ])('plays on with a metaint of %s', async (metaint) => {
    const packets = await tonePackets('mp3', 1);
    const server = await serve((socket) => {
      socket.end(
        Buffer.concat([Buffer.from(stationHead({ 'icy-metaint': metaint })), bytesOf(packets)]),
      );
    });
    const relay = await openIcecast(url(server.port));
    const first = await new Promise<readonly Packet[]>((resolve) => {
      relay.packets.pipe(take(20), toArray()).subscribe(resolve);
    });
    const wanted = packets.slice(0, 20).map((p) => mp3Frame({ ...p, codec: 'mp3' }));
    if (metaint !== '1000000000') expect(first.map(({ data }) => data)).toEqual(wanted);
  });

  it('survives answers of chance', async () => {
    let state = 7;
    const noise = (length: number): Buffer =>
      Buffer.from(
        Uint8Array.from({ length }, () => {
          state = (Math.imul(1_664_525, state) + 1_013_904_223) >>> 0;
          return state >>> 24;
        }),
      );
    const heads = ['', 'HTTP/1.0 200 OK\r\n', stationHead(), stationHead({ 'icy-metaint': 3 })];
    const server = await serve((socket, index) => {
      socket.end(Buffer.concat([Buffer.from(heads[index % heads.length] ?? ''), noise(20_000)]));
    });
    for (let i = 0; i < 100; i++) {
      const outcome = await failure(openIcecast(url(server.port), quick).then((r) => r.close()));
      expect(outcome).toMatch(/^(none|malformed-data|io|timeout|unsupported|unavailable)/);
    }
    await until('the end of all connections', () => server.open === 0);
  });
});
