import { afterEach, describe, expect, it } from '@jest/globals';
import { listenHttp, listenWebSocket } from './fixtures/listen.js';
import { type Station, startStation } from './fixtures/start-station.js';
import { readSyntheticMp3, syntheticMp3 } from './fixtures/synthetic-mp3.js';
import { until } from './fixtures/until.js';
import { prometheusText } from './index.js';

/** Each request says its own address, as behind a proxy. */
const FORWARDED = { addressOf: ({ headers }: { headers: object }) => said(headers) };
const said = (headers: object): string | undefined => {
  const address: unknown = Reflect.get(headers, 'x-forwarded-for');
  return typeof address === 'string' ? address : undefined;
};
const from = (address: string) => ({ headers: { 'X-Forwarded-For': address } });

describe('broadcaster: limits for strangers', () => {
  let station: Station;
  afterEach(() => station.stop());

  const ask = (path: string, init?: RequestInit): Promise<Response> =>
    fetch(`http://127.0.0.1:${station.port}${path}`, init);
  const join = async (address: string) =>
    (await listenHttp(station.port, '/live', from(address).headers)).status;

  it('gives one address no more than its places, over both doors', async () => {
    station = await startStation({ maxListenersPerAddress: 2 });
    const first = await listenWebSocket(station.port);
    await listenHttp(station.port);
    await expect(listenWebSocket(station.port)).rejects.toThrow('429');
    const answer = await ask('/live');
    expect(answer.status).toBe(429);
    expect(await answer.json()).toMatchObject({ code: 'limit-exceeded' });
    first.kill();
    await until('a free place', () => station.caster.status().listeners.length === 1);
    expect(await join('')).toBe(200);
    expect(station.caster.status()).toMatchObject({ refused: 2, peakListeners: 2, joined: 3 });
  });

  it('counts the /64 of an IPv6 address as one, and each IPv4 address', async () => {
    station = await startStation({ ...FORWARDED, maxListenersPerAddress: 1 });
    expect(await join('2001:db8::1')).toBe(200);
    expect(await join('2001:db8::2')).toBe(429);
    expect(await join('2001:db8:0:1::1')).toBe(200);
    expect(await join('192.0.2.1')).toBe(200);
    expect(await join('::ffff:192.0.2.1')).toBe(429);
    expect(await join('192.0.2.2')).toBe(200);
  });

  it('lets an address try to join only so often, and says when it may again', async () => {
    station = await startStation({ ...FORWARDED, joinRate: { perSecond: 0.01, burst: 3 } });
    const codes = [];
    for (let n = 0; n < 5; n += 1) codes.push(await join('192.0.2.1'));
    expect(codes).toEqual([200, 200, 200, 429, 429]);
    const answer = await ask('/live', from('192.0.2.1'));
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(90);
    expect(await join('192.0.2.2')).toBe(200);
    expect((await ask('/status.json', from('192.0.2.1'))).status).toBe(200);
  });

  it('lets a bucket fill again', async () => {
    station = await startStation({ joinRate: { perSecond: 20, burst: 1 } });
    expect(await join('')).toBe(200);
    const codes: number[] = [];
    const tryOn = async (): Promise<void> => {
      codes.push(await join(''));
      if (!codes.includes(200)) await tryOn();
    };
    await tryOn();
    expect(codes.at(-1)).toBe(200);
  });

  it('answers the preflight of a page that is allowed, and of no other', async () => {
    station = await startStation({ origins: ['https://radio.example'] });
    const preflight = (origin: string): Promise<Response> =>
      ask('/live', {
        method: 'OPTIONS',
        headers: {
          Origin: origin,
          'Access-Control-Request-Method': 'GET',
          'Access-Control-Request-Headers': 'icy-metadata',
        },
      });
    const answer = await preflight('https://radio.example');
    expect(answer.status).toBe(204);
    expect(answer.headers.get('access-control-allow-headers')).toContain('Icy-MetaData');
    expect((await preflight('https://evil.example')).status).toBe(403);
  });

  it('serves HTTP/1.0 without a Host, odd headers, and refuses a request behind another', async () => {
    station = await startStation({ flushMs: 0 });
    const sink = station.caster.sink();
    const answers = await Promise.all(
      [
        'GET /live HTTP/1.0\r\n\r\n',
        'GET /live HTTP/1.0\r\nicy-metadata:1\r\nHost:\r\nRange: bytes=0-\r\n\r\n',
        'GET /live?x=%zz&codec=mp3 HTTP/1.1\r\nHost: a b\r\nIcy-MetaData: 1 \r\nRange: bytes=9-2\r\nTE: x\r\n\r\n',
        'GET /live HTTP/1.1\r\nHost: x\r\n\r\nGET /live HTTP/1.1\r\nHost: x\r\n\r\n',
      ].map(async (bytes) => {
        const socket = station.dial();
        let text = '';
        socket.on('data', (part: Buffer) => {
          text += part.toString('latin1');
        });
        socket.write(bytes);
        await until('the head', () => text.includes('\r\n\r\n'));
        return text;
      }),
    );
    expect(answers.map((text) => text.slice(9, 12))).toEqual(['200', '200', '200', '200']);
    expect(answers.map((text) => text.includes('icy-metaint'))).toEqual([false, true, true, false]);
    sink.write(syntheticMp3(0));
    expect(station.caster.status()).toMatchObject({ joined: 4, refused: 1 });
    await sink.close?.();
  });

  it('ignores the offer of another protocol than WebSocket', async () => {
    station = await startStation({ flushMs: 0, httpBurstSeconds: 0 });
    const offer = {
      Connection: 'Upgrade, HTTP2-Settings',
      Upgrade: 'h2c',
      'HTTP2-Settings': 'AAMA',
    };
    const [listener, gone] = [
      await listenHttp(station.port, '/live', offer),
      await listenHttp(station.port, '/live', offer),
    ];
    expect(listener.headers['content-type']).toBe('audio/mpeg');
    const status = await listenHttp(station.port, '/status.json', offer);
    expect(await status.ended).toBe('end');
    gone.kill();
    await until('the leaving', () => station.caster.status().listeners.length === 1);
    const sink = station.caster.sink();
    sink.write(syntheticMp3(5));
    await sink.close?.();
    expect(await listener.ended).toBe('end');
    expect(readSyntheticMp3(listener.audio())).toEqual([5]);
    const elsewhere = await listenHttp(station.port, '/', offer);
    expect(elsewhere.status).toBe(404);
  });

  it('tells its figures to Prometheus', async () => {
    station = await startStation({ flushMs: 0 });
    await listenHttp(station.port);
    const socket = await listenWebSocket(station.port);
    const sink = station.caster.sink();
    sink.write(syntheticMp3(0));
    socket.kill();
    await until('the leaving', () => station.caster.status().listeners.length === 1);
    const lines = station.caster.metrics().split('\n');
    expect(lines).toEqual(
      expect.arrayContaining([
        '# HELP audioflow_broadcast_listeners Listeners at this moment.',
        '# TYPE audioflow_broadcast_listeners gauge',
        'audioflow_broadcast_listeners{kind="http"} 1',
        'audioflow_broadcast_listeners{kind="websocket"} 0',
        '# TYPE audioflow_broadcast_left_total counter',
        'audioflow_broadcast_left_total{reason="closed"} 1',
        'audioflow_broadcast_live 1',
        'audioflow_broadcast_sent_bytes_total 834',
        '',
      ]),
    );
    const status = station.caster.status();
    const two = prometheusText([
      { labels: { mount: '/a "b"\\\n' }, status },
      { labels: { mount: '/c' }, status },
    ]).split('\n');
    expect(two.filter((line) => line.startsWith('# TYPE audioflow_broadcast_live '))).toHaveLength(
      1,
    );
    expect(two).toContain('audioflow_broadcast_live{mount="/a \\"b\\"\\\\\\n"} 1');
    expect(two).toContain('audioflow_broadcast_left_total{mount="/c",reason="closed"} 1');
    const names = two.map((line) => line.replace(/\{.*| .*/g, ''));
    const samples = names.filter((name) => name !== '#' && name !== '');
    expect(samples.every((name) => /^audioflow_broadcast_[a-z_]+$/.test(name))).toBe(true);
    for (const labels of [{ 'a-b': 'x' }, { __a: 'x' }, { kind: 'x' }]) {
      expect(() => prometheusText([{ labels, status }])).toThrow(
        expect.objectContaining({ code: 'invalid-option' }),
      );
    }
  });
});
