import { once } from 'node:events';
import { afterEach, describe, expect, it } from '@jest/globals';
import { listenHttp, listenWebSocket } from './fixtures/listen.js';
import { type Station, startStation } from './fixtures/start-station.js';
import { range, readSyntheticMp3, syntheticMp3 } from './fixtures/synthetic-mp3.js';
import { until } from './fixtures/until.js';
import { type BroadcasterOptions, broadcaster } from './index.js';

const FORMAT: BroadcasterOptions = { codec: 'mp3', sampleRate: 44100, channelCount: 2 };

describe('broadcaster: its doors', () => {
  let station: Station;
  afterEach(() => station?.stop());

  const ask = (path: string, init?: RequestInit): Promise<Response> =>
    fetch(`http://127.0.0.1:${station.port}${path}`, init);

  /** Writes raw bytes and gives the whole answer until the server closes. */
  const answerTo = async (bytes: string): Promise<string> => {
    const socket = station.dial();
    const parts: Buffer[] = [];
    socket.on('data', (part: Buffer) => parts.push(part));
    socket.write(bytes);
    await once(socket, 'close');
    return Buffer.concat(parts).toString('latin1');
  };

  it('answers its status as JSON', async () => {
    station = await startStation({ bitrate: 128_000, flushMs: 10 });
    const listeners = [await listenWebSocket(station.port), await listenHttp(station.port)];
    const sink = station.caster.sink();
    for (const index of range(0, 10)) sink.write(syntheticMp3(index));
    const answer = await ask('/status.json');
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
    const seconds = (10 * 1152) / 44100;
    const listener = { bytesSent: 4170, queuedBytes: 0, skippedBlocks: 0 };
    expect(await answer.json()).toEqual({
      state: 'live',
      codec: 'mp3',
      mime: 'audio/mpeg',
      sampleRate: 44100,
      channelCount: 2,
      bitrate: 128_000,
      measuredBitrate: Math.round((8 * 4170) / seconds),
      uptimeSeconds: expect.any(Number),
      secondsSent: expect.closeTo(seconds, 9),
      bytesStreamed: 4170,
      bytesSent: 8340,
      programmes: 1,
      joined: 2,
      left: { closed: 0, ended: 0, slow: 0, dead: 0 },
      peakListeners: 2,
      dropped: 0,
      refused: 0,
      skippedBlocks: 0,
      listeners: [
        {
          id: 1,
          kind: 'websocket',
          connectedSeconds: expect.any(Number),
          lagSeconds: 0,
          ...listener,
        },
        {
          id: 2,
          kind: 'http',
          connectedSeconds: expect.any(Number),
          lagSeconds: expect.any(Number),
          ...listener,
        },
      ],
    });
    for (const { kill } of listeners) kill();
  });

  it('leaves other paths to the application', async () => {
    station = await startStation();
    expect((await ask('/')).status).toBe(404);
    expect((await ask('/liver')).status).toBe(404);
    expect((await ask('//live')).status).toBe(404);
  });

  it('says in JSON that another codec is not streamed, over WebSocket and HTTP', async () => {
    station = await startStation();
    const listener = await listenWebSocket(station.port, '/ws?codec=aac');
    const message = 'this stream is mp3, not "aac": leave codec out or ask for codec=mp3';
    expect(JSON.parse(listener.texts[0] ?? '')).toEqual({
      type: 'error',
      code: 'unsupported',
      message,
    });
    expect(await listener.ended).toBe('1008');
    const answer = await ask('/live?codec=aac');
    expect(answer.status).toBe(406);
    expect(await answer.json()).toMatchObject({ code: 'unsupported', message });
    expect(station.caster.status()).toMatchObject({ refused: 2, listeners: [] });
  });

  it('refuses pages of other origins by default, and takes its own and those named', async () => {
    station = await startStation();
    const own = `http://127.0.0.1:${station.port}`;
    const evil = { headers: { Origin: 'https://evil.example' } };
    await expect(
      listenWebSocket(station.port, '/ws', { origin: 'https://evil.example' }),
    ).rejects.toThrow('403');
    await expect(listenWebSocket(station.port, '/ws', { origin: 'null' })).rejects.toThrow('403');
    expect((await ask('/live', evil)).status).toBe(403);
    expect((await ask('/status.json', evil)).status).toBe(403);
    (await listenWebSocket(station.port, '/ws', { origin: own })).kill();
    await station.stop();

    station = await startStation({ origins: ['https://radio.example'] });
    const named = { headers: { Origin: 'https://radio.example' } };
    const answer = await ask('/status.json', named);
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://radio.example');
    expect((await ask('/status.json', evil)).status).toBe(403);
  });

  it('answers malformed upgrades with an error and goes on for everyone else', async () => {
    station = await startStation({ burstSeconds: 0, flushMs: 10 });
    const listener = await listenWebSocket(station.port);
    const head = 'Host: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n';
    const key = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n';
    const answers = [
      await answerTo(`GET /ws HTTP/1.1\r\n${head}\r\n`),
      await answerTo(`GET /ws HTTP/1.1\r\n${head}Sec-WebSocket-Key: short\r\n\r\n`),
      await answerTo(`GET /ws HTTP/1.1\r\n${head}${key}Sec-WebSocket-Version: 7\r\n\r\n`),
      await answerTo(`GET /nowhere HTTP/1.1\r\n${head}${key}Sec-WebSocket-Version: 13\r\n\r\n`),
      await answerTo(`GET //ws HTTP/1.1\r\n${head}${key}Sec-WebSocket-Version: 13\r\n\r\n`),
      await answerTo('\x16\x03\x01 this is not HTTP\r\n\r\n'),
    ];
    const codes = answers.map((answer) => answer.slice(0, 12));
    expect(codes).toEqual([400, 400, 400, 404, 404, 400].map((code) => `HTTP/1.1 ${code}`));
    const sink = station.caster.sink();
    sink.write(syntheticMp3(7));
    await sink.close?.();
    await listener.ended;
    expect(readSyntheticMp3(listener.audio())).toEqual([7]);
  });

  it('closes a WebSocket that sends frames against the protocol, and only that one', async () => {
    station = await startStation();
    const healthy = await listenWebSocket(station.port);
    const socket = station.dial();
    socket.write(
      'GET /ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
    );
    await once(socket, 'data');
    socket.write(Buffer.alloc(4096, 0xff));
    await until('the close', () => station.caster.status().listeners.length === 1);
    expect(station.caster.status().listeners[0]?.id).toBe(1);
    healthy.kill();
  });

  it('refuses more listeners than there are places', async () => {
    station = await startStation({ maxListeners: 1 });
    const first = await listenWebSocket(station.port);
    await expect(listenWebSocket(station.port)).rejects.toThrow('503');
    expect((await ask('/live')).status).toBe(503);
    first.kill();
    await until('a free place', () => station.caster.status().listeners.length === 0);
    (await listenWebSocket(station.port)).kill();
  });

  it('answers HEAD without a body and other methods with 405', async () => {
    station = await startStation();
    const head = await ask('/live', { method: 'HEAD' });
    expect([head.status, head.headers.get('content-type')]).toEqual([200, 'audio/mpeg']);
    const post = await ask('/live', { method: 'POST', body: 'x' });
    expect([post.status, post.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    expect(station.caster.status().joined).toBe(0);
  });

  it('checks its options before anything is opened', () => {
    const open = (options: object) => () => broadcaster({ ...FORMAT, ...options });
    const wrong = [{ bitRate: 1 }, { codec: 'opus' }, { livePath: 'live' }, { maxLagSeconds: 1 }];
    for (const options of wrong) {
      expect(open(options)).toThrow(expect.objectContaining({ code: 'invalid-option' }));
    }
  });
});
