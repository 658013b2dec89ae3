import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { describe, expect, it } from '@jest/globals';
import { describeWithTools } from '../../../../../test/tools/describe-with-tools.js';
import { listenHttp, listenWebSocket } from '../../broadcast/fixtures/listen.js';
import { range, readSyntheticMp3 } from '../../broadcast/fixtures/synthetic-mp3.js';
import { until } from '../../broadcast/fixtures/until.js';
import { createNoise, mp3Frames } from '../fixtures/frames.js';
import { dial, dialSource, openRadio, type Radio, sourceHead } from '../fixtures/radio.js';

const FORMAT = { codec: 'mp3', sampleRate: 44_100, channelCount: 2, flushMs: 0 } as const;
const idle = ({ server }: Radio): Promise<void> =>
  until('all connections to be gone', () => server.status().connections === 0);
/** A source's stream reaches a listener. */
const serves = async (radio: Radio): Promise<void> => {
  const listener = await listenHttp(radio.port);
  const source = dialSource(radio.port);
  source.send(mp3Frames(0, 10));
  // Before it may come what was on the air last.
  await until('the stream', () => readSyntheticMp3(listener.audio()).at(-1) === 9);
  expect(readSyntheticMp3(listener.audio()).slice(-10)).toEqual(range(0, 10));
};

describe('icecastServer under attack', () => {
  it('lives through a thousand random byte sequences, and then serves', async () => {
    const radio = await openRadio(FORMAT, {
      headerTimeoutMs: 100,
      requestRate: { burst: 1e6, perSecond: 1e6 },
    });
    const noise = createNoise(4711);
    const pick = (below: number): number => Math.floor(((noise(1)[0] ?? 0) / 256) * below);
    const starts = [
      '',
      'PUT ',
      'SOURCE /live ICE/1.0\r\n',
      'GET /live HTTP/1.1\r\nHost: x\r\n',
      'GET /ws HTTP/1.1\r\nConnection: upgrade\r\nUpgrade: websocket\r\n',
      sourceHead({ Authorization: 'Basic eA==' }),
      sourceHead({ 'Transfer-Encoding': 'chunked', Authorization: undefined }),
      'POST /status.json HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n',
    ];
    const attack = async (): Promise<void> => {
      const peer = dial(radio.port);
      peer.send(starts[pick(starts.length)] ?? '');
      peer.send(noise(1 + pick(300)));
      if (pick(2) === 0) peer.socket.end();
      else setTimeout(() => peer.socket.destroy(), pick(30));
      await peer.closed;
    };
    for (let round = 0; round < 50; round++) {
      await Promise.all(Array.from({ length: 20 }, attack));
    }
    await idle(radio);
    expect(radio.server.status().accepted).toBe(1000);
    expect(radio.server.status().mounts['/live']).toMatchObject({ sources: 0 });
    await serves(radio);
  });

  it('lives through random bytes of a source that has the password', async () => {
    const radio = await openRadio(FORMAT, { maxGarbageBytes: 2048 });
    const noise = createNoise(815);
    const attack = async (index: number): Promise<void> => {
      const chunked = index % 2 === 0 ? { 'Transfer-Encoding': 'chunked' } : {};
      const peer = dialSource(
        radio.port,
        chunked,
        index % 3 === 0 ? 'SOURCE /live ICE/1.0' : undefined,
      );
      peer.send(noise(6000));
      peer.socket.end();
      await peer.closed;
    };
    for (let index = 0; index < 60; index++) await attack(index);
    await idle(radio);
    expect(radio.server.status().mounts['/live']).toMatchObject({ sources: 0 });
    await serves(radio);
  });

  it('waits for a head for a while, whatever it is of', async () => {
    const radio = await openRadio(FORMAT, { headerTimeoutMs: 80 });
    const slow = [
      '',
      'P',
      'SOURC',
      'PUT /live HT',
      'GET /live HT',
      'GET /live HTTP/1.1\r\nHost: x\r\n',
    ];
    const peers = slow.map((text) => {
      const peer = dial(radio.port);
      peer.send(text);
      return peer;
    });
    await Promise.all(peers.map(({ closed }) => closed));
    expect(peers.map(({ answer }) => answer().slice(9, 12))).toEqual([
      '',
      '408',
      '408',
      '408',
      '',
      '',
    ]);
    await idle(radio);
    await serves(radio);
  });

  it('does not hold the port of those who close one half or vanish', async () => {
    const radio = await openRadio({ ...FORMAT, sourceTimeoutMs: 80 }, { headerTimeoutMs: 80 });
    // A source that says nothing more and reads nothing.
    const vanished = dialSource(radio.port);
    vanished.send(mp3Frames(0, 5));
    vanished.socket.pause();
    await until('it on the air', () => radio.server.mount('/live').status().sources === 1);
    const halves = ['', 'PU', 'PUT /live HTTP/1.1\r\n', sourceHead(), 'GET / HT'].map((text) => {
      const peer = dial(radio.port);
      peer.socket.end(text);
      return peer;
    });
    await idle(radio);
    expect(radio.left).toEqual(['/live timeout']);
    for (const { socket } of halves) socket.destroy();
    await serves(radio);
  });

  it('keeps places for others from an address that takes all it can get', async () => {
    const radio = await openRadio(FORMAT, { maxConnections: 8, maxConnectionsPerAddress: 4 });
    const greedy = Array.from({ length: 4 }, () => dial(radio.port));
    await until('all of them', () => radio.server.status().connections === 4);
    const fifth = dial(radio.port);
    await fifth.closed;
    expect(fifth.answer()).toMatch(/^HTTP\/1\.0 503 .*at most 4 connections of one address/s);
    for (const { socket } of greedy) socket.destroy();
    await idle(radio);
    await serves(radio);
  });

  it('refuses heads that are too long, requests that are too many, and connections beyond', async () => {
    const radio = await openRadio(FORMAT, {
      maxHeaderBytes: 1000,
      requestRate: { burst: 3, perSecond: 0.001 },
      maxConnections: 2,
    });
    const ask = async (text: string): Promise<string> => {
      const peer = dial(radio.port);
      peer.send(text);
      await peer.closed;
      return peer.answer().slice(9, 12);
    };
    const long = `X: ${'x'.repeat(2000)}\r\n\r\n`;
    expect(await ask(`PUT /live HTTP/1.1\r\n${long}`)).toBe('431');
    expect(await ask(`GET /live HTTP/1.1\r\n${long}`)).toBe('431');
    const get = 'GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n';
    expect([await ask(get), await ask(get), await ask(sourceHead({ Authorization: '' }))]).toEqual([
      '200',
      '200',
      '401',
    ]);
    expect([await ask(get), await ask(sourceHead())]).toEqual(['429', '429']);
    const held = [dial(radio.port), dial(radio.port)];
    await until('two connections', () => radio.server.status().connections === 2);
    expect(await ask(get)).toBe('503');
    for (const { socket } of held) socket.destroy();
  });

  it('limits listeners over all mounts', async () => {
    const radio = await openRadio(FORMAT, { maxListeners: 2 });
    await listenHttp(radio.port);
    await listenWebSocket(radio.port, '/ws');
    expect((await listenHttp(radio.port)).status).toBe(503);
    await expect(listenWebSocket(radio.port, '/ws')).rejects.toThrow('503');
  });

  it('takes 500 listeners who come at once', async () => {
    const radio = await openRadio(FORMAT);
    const source = dialSource(radio.port);
    source.send(mp3Frames(0, 20));
    const listeners = await Promise.all(range(0, 500).map(() => listenHttp(radio.port)));
    source.send(mp3Frames(20, 30));
    await until('all to hear it', () =>
      listeners.every((listener) => readSyntheticMp3(listener.audio()).at(-1) === 29),
    );
  });
});

describe('icecastServer being closed', () => {
  it('lets 200 listeners hear the end, tells its source, and is gone', async () => {
    const radio = await openRadio({ ...FORMAT, flushMs: 500 });
    const source = dialSource(radio.port);
    source.send(mp3Frames(0, 30));
    const listeners = await Promise.all([
      ...range(0, 100).map(() => listenHttp(radio.port)),
      ...range(0, 100).map(() => listenWebSocket(radio.port, '/ws')),
    ]);
    const joined = radio.server.status().listeners;
    source.send(mp3Frames(30, 33));
    await until('all of it on the air', () => {
      return radio.server.mount('/live').status().source?.packets === 33;
    });
    await radio.server.close({ drainMs: 5000 });
    expect(joined).toBe(200);
    const ends = await Promise.all(listeners.map(({ ended }) => ended));
    expect(new Set(ends)).toEqual(new Set(['end', '1001']));
    expect(listeners.map(({ audio }) => readSyntheticMp3(audio()).at(-1))).toEqual(
      listeners.map(() => 32),
    );
    await source.closed;
    expect(radio.left).toEqual(['/live closed']);
    await expect(listenHttp(radio.port)).rejects.toThrow('ECONNREFUSED');
  });

  it('does not wait for those who do not go', async () => {
    const radio = await openRadio(FORMAT);
    const peers = [
      dialSource(radio.port),
      dial(radio.port),
      dial(radio.port),
      dialSource(radio.port, { Expect: '100-continue' }, 'PUT /else HTTP/1.1'),
    ];
    peers[1]?.send('GET /live HTTP/1.1\r\nHost: x\r\n\r\n');
    peers[1]?.socket.pause();
    await until('all there', () => radio.server.status().connections >= 3);
    await radio.server.close({ drainMs: 50 });
    await radio.server.close();
    peers[1]?.socket.resume();
    await Promise.all(peers.map(({ closed }) => closed));
  });
});

describeWithTools('icecastServer with TLS', { openssl: 'openssl' }, () => {
  it('takes sources and listeners, and no plain text', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'audioflow-tls-'));
    const [keyFile, certFile] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    spawnSync('openssl', [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
      ...['-subj', '/CN=localhost', '-keyout', keyFile, '-out', certFile],
    ]);
    const [key, cert] = await Promise.all([readFile(keyFile), readFile(certFile, 'utf8')]);
    await rm(folder, { recursive: true });
    const radio = await openRadio(FORMAT, { tls: { key, cert } });
    const { port } = radio;
    const source = connectTls({ port, host: '127.0.0.1', ca: cert, servername: 'localhost' });
    source.write(sourceHead());
    source.write(mp3Frames(0, 10));
    await until('a source', () => radio.server.mount('/live').status().source !== undefined);
    const heard = await new Promise<Buffer>((resolve, reject) => {
      const options = { port, host: '127.0.0.1', path: '/live', ca: cert, servername: 'localhost' };
      request(options, (response) => response.once('data', resolve))
        .on('error', reject)
        .end();
    });
    expect(readSyntheticMp3(heard).slice(0, 2)).toEqual([0, 1]);
    // A handshake that never comes does not hold the close up.
    dial(port);
    const plain = dial(port);
    plain.send('GET / HTTP/1.1\r\n\r\n');
    await plain.closed;
    expect(plain.answer()).not.toContain('HTTP/1.1 2');
    source.destroy();
  });
});
