import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMp3Parser } from '@audioflow/codecs/bitstream';
import { fromPull, type Packet, run, sine } from '@audioflow/core';
import { describe, expect, it } from '@jest/globals';
import { NEVER, of, Subject } from 'rxjs';
import { listenHttp, listenWebSocket } from '../../broadcast/fixtures/listen.js';
import { range, readSyntheticMp3, syntheticMp3 } from '../../broadcast/fixtures/synthetic-mp3.js';
import { until } from '../../broadcast/fixtures/until.js';
import { writeAudio } from '../../file/index.js';
import { adtsFrames, createNoise, mp3Frames } from '../fixtures/frames.js';
import { dial, dialSource, openRadio, type Radio, sourceHead } from '../fixtures/radio.js';

const FORMAT = { codec: 'mp3', sampleRate: 44_100, channelCount: 2, flushMs: 0 } as const;

const status = (radio: Radio, path = '/live') => radio.server.mount(path).status();
const onAir = (radio: Radio): Promise<void> =>
  until('a source on the air', () => status(radio).source !== undefined);
const packetsOf = (from: number, to: number): readonly Packet[] =>
  range(from, to).map(syntheticMp3);
/** Frames in bytes that hold nothing else. */
const countFrames = (bytes: Uint8Array): number => {
  const parser = createMp3Parser();
  let frames = 0;
  parser.push(bytes, () => (frames += 1));
  parser.end(() => (frames += 1));
  expect([parser.report.skippedBytes, parser.report.truncatedBytes]).toEqual([0, 0]);
  return frames;
};

describe('a mount of icecastServer', () => {
  it('keeps its listeners when a source is lost, and plays the next one from a frame border', async () => {
    const radio = await openRadio(FORMAT);
    const listener = await listenHttp(radio.port);
    const first = dialSource(radio.port);
    // It breaks off within a frame.
    first.send(mp3Frames(0, 11).subarray(0, -100));
    await until('the first', () => listener.audio().length >= 10 * 417);
    first.socket.resetAndDestroy();
    await until('its end', () => radio.left.length === 1);
    const second = dialSource(radio.port);
    second.send(mp3Frames(500, 510));
    await until('the second', () => listener.audio().length >= 20 * 417);
    expect(readSyntheticMp3(listener.audio())).toEqual([...range(0, 10), ...range(500, 510)]);
    expect(radio.left).toEqual(['/live lost']);
    expect(radio.errors[0]).toMatch(
      /^io: icecastServer\(\/live\): the source 127\.0\.0\.1:\d+ is gone/,
    );
  });

  it('refuses a second source', async () => {
    const radio = await openRadio();
    const first = dialSource(radio.port);
    first.send(mp3Frames(0, 5));
    await onAir(radio);
    const second = dialSource(radio.port);
    await second.closed;
    expect(second.answer()).toMatch(/^HTTP\/1\.1 403 Forbidden\r\n.*in use/s);
    first.socket.end();
    await until('the end of the first', () => radio.left.length === 1);
    const third = dialSource(radio.port);
    third.send(mp3Frames(0, 5));
    await until('an answer', () => third.answer().length > 0);
    expect(third.answer()).toMatch(/^HTTP\/1\.1 200 OK/);
    await onAir(radio);
  });

  it('or lets it take over, once it has shown that it fits', async () => {
    const radio = await openRadio({ ...FORMAT, onBusy: 'takeover' });
    const listener = await listenHttp(radio.port);
    const first = dialSource(radio.port);
    first.send(mp3Frames(0, 5));
    await onAir(radio);
    const liar = dialSource(radio.port, { Expect: '100-continue' });
    liar.send(adtsFrames(20));
    await liar.closed;
    expect(liar.answer()).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 415 .*AAC in ADTS/s);
    first.send(mp3Frames(5, 10));
    await until('more of the first', () => listener.audio().length === 10 * 417);
    dialSource(radio.port).send(mp3Frames(900, 905));
    await first.closed;
    await until('the second', () => listener.audio().length === 15 * 417);
    expect(readSyntheticMp3(listener.audio())).toEqual([...range(0, 10), ...range(900, 905)]);
    expect(radio.left).toEqual(['/live replaced']);
  });

  it('ends a source that is silent, before and after its first frame', async () => {
    const radio = await openRadio({ sourceTimeoutMs: 60 });
    const mute = dialSource(radio.port, { Expect: '100-continue' });
    await mute.closed;
    expect(mute.answer()).toMatch(/408 Request Timeout.*expected audio within 60 ms/s);
    const tired = dialSource(radio.port);
    tired.send(mp3Frames(0, 5));
    await tired.closed;
    expect(radio.left).toEqual(['/live timeout']);
    expect(radio.server.status().refused).toEqual({ 408: 2 });
  });

  it.each([
    ['the other codec', adtsFrames(100)],
    ['noise', createNoise(7)(60_000)],
    [
      'a tag without an end',
      Buffer.concat([Buffer.from('ID3\x04\0\0\x7f\x7f\x7f\x7f', 'latin1'), createNoise(8)(60_000)]),
    ],
  ])('lets nobody hear %s', async (_, bytes) => {
    const radio = await openRadio({ ...FORMAT, sourceTimeoutMs: 200 });
    const listener = await listenHttp(radio.port);
    const source = dialSource(radio.port);
    source.send(bytes);
    await source.closed;
    expect(listener.audio().length).toBe(0);
    expect(status(radio)).toMatchObject({ playing: 'nothing', sources: 0 });
  });

  it('ends a source that turns into garbage', async () => {
    const radio = await openRadio(FORMAT);
    const source = dialSource(radio.port);
    source.send(Buffer.concat([mp3Frames(0, 10), createNoise(9)(60_000)]));
    await source.closed;
    await until('its end', () => radio.left.length === 1);
    expect(radio.left).toEqual(['/live malformed']);
    expect(radio.errors[0]).toContain('bytes without a frame');
  });

  it('takes another format while nobody listens, and says why not otherwise', async () => {
    const radio = await openRadio();
    expect((await listenHttp(radio.port)).status).toBe(503);
    const first = dialSource(radio.port);
    first.send(mp3Frames(0, 5));
    await onAir(radio);
    first.socket.end();
    await until('its end', () => radio.left.length === 1);
    const second = dialSource(radio.port, { 'Content-Type': 'audio/aac' });
    second.send(adtsFrames(5));
    await onAir(radio);
    const listener = await listenHttp(radio.port);
    expect(listener.headers['content-type']).toBe('audio/aac');
    second.socket.end();
    await until('its end', () => radio.left.length === 2);
    const third = dialSource(radio.port, { Expect: '100-continue' });
    third.send(mp3Frames(0, 5));
    await third.closed;
    expect(third.answer()).toMatch(/409 Conflict.*aac at 44100 Hz.*who cannot change to mp3/s);
    const fixed = await openRadio({ codec: 'aac' });
    const fourth = dialSource(fixed.port);
    await fourth.closed;
    expect(fourth.answer()).toMatch(/415 Unsupported Media Type.*plays aac, not mp3/s);
  });

  it('plays silence while no source does, until one is there', async () => {
    const radio = await openRadio({ ...FORMAT, fallback: 'silence' });
    const listener = await listenHttp(radio.port);
    await until('silence', () => listener.audio().length > 4000);
    expect(status(radio).playing).toBe('fallback');
    const source = dialSource(radio.port);
    source.send(mp3Frames(0, 20));
    await until('the source', () =>
      Buffer.from(listener.audio()).includes(Buffer.from(syntheticMp3(19).data)),
    );
    expect(status(radio).playing).toBe('source');
    source.socket.resetAndDestroy();
    const before = listener.audio().length;
    await until('silence again', () => listener.audio().length > before + 4000);
    expect(countFrames(listener.audio())).toBeGreaterThan(30);
    const events = radio.events.filter(({ type }) => type === 'fallback');
    expect(events.map((event) => 'on' in event && event.on)).toEqual([false, true]);
  });

  it('plays a file again and again, or another mount, the same way', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'audioflow-icecast-'));
    const file = join(folder, 'short.wav');
    await run(sine({ duration: 0.2, sampleRate: 8000 }), writeAudio(file));
    const radio = await openRadio(
      {},
      {
        mounts: [
          { path: '/live', ...FORMAT, source: { password: 'hackme' }, fallback: '/filler' },
          { path: '/filler', ...FORMAT, fallback: { file } },
          { path: '/low', ...FORMAT, codec: 'aac', fallback: '/filler' },
        ],
      },
    );
    const listeners = await Promise.all(
      ['/live', '/filler', '/low'].map((path) => listenHttp(radio.port, path)),
    );
    // Longer than the file.
    await until('a second of each', () => listeners.every((one) => one.audio().length > 12_000));
    const [live, filler] = listeners;
    expect(countFrames(Buffer.from(live?.audio() ?? []))).toBeGreaterThan(20);
    const start = Buffer.from(live?.audio().subarray(0, 8000) ?? []);
    expect(Buffer.from(filler?.audio() ?? []).includes(start)).toBe(true);
    expect(radio.errors).toEqual([]);
    await rm(folder, { recursive: true });
  });

  it('tells a fallback that cannot play, and still takes a source', async () => {
    const radio = await openRadio({ ...FORMAT, fallback: { file: '/nowhere/song.mp3' } });
    await until('the error', () => radio.errors.length === 1);
    expect(radio.errors[0]).toContain('/nowhere/song.mp3');
    dialSource(radio.port).send(mp3Frames(0, 5));
    await onAir(radio);
  });

  it('plays what a program runs into it, one at a time', async () => {
    const radio = await openRadio({ ...FORMAT, onEnd: 'end' });
    const mount = radio.server.mount('/live');
    const listener = await listenHttp(radio.port);
    const source = dialSource(radio.port);
    source.send(mp3Frames(0, 3));
    await onAir(radio);
    const packets = fromPull(() => packetsOf(100, 110));
    await expect(run(packets, mount.sink())).rejects.toMatchObject({ code: 'unavailable' });
    source.socket.end();
    await until('its end', () => radio.left.length === 1);
    const report = await run(packets, mount.sink());
    expect(report.items).toBe(10);
    expect(await listener.ended).toBe('end');
    expect(readSyntheticMp3(listener.audio())).toEqual([...range(0, 3), ...range(100, 110)]);
    expect(radio.left).toEqual(['/live lost', '/live complete']);
    const wrong = { ...syntheticMp3(0), sampleRate: 48_000 };
    await expect(run(of(wrong), mount.sink())).rejects.toMatchObject({ code: 'unsupported' });
  });

  it('plays streams of ingest servers and relays, with their titles', async () => {
    const radio = await openRadio(FORMAT);
    const mount = radio.server.mount('/live');
    const info = { codec: 'mp3', sampleRate: 44_100, channelCount: 2 };
    const packets = new Subject<Packet>();
    const metadata = new Subject<{ title: string }>();
    const end = mount.play({ info, packets, metadata, remote: 'relay' });
    packets.next(syntheticMp3(0));
    metadata.next({ title: 'Café' });
    expect(status(radio)).toMatchObject({ title: 'Café', source: { remote: 'relay', packets: 1 } });
    const told: string[] = [];
    const refuse = (message: string) => void told.push(message);
    expect(await mount.play({ info, packets: NEVER, refuse })).toBe('refused');
    packets.complete();
    expect(await end).toBe('complete');
    const other = { ...info, sampleRate: 48_000 };
    expect(await mount.play({ info: other, packets: NEVER, refuse })).toBe('refused');
    expect(await mount.play({ info: { ...info, codec: 'opus' }, packets: NEVER, refuse })).toBe(
      'refused',
    );
    expect(told).toEqual([
      '/live: this mount plays mp3 at 44100 Hz with 2 channel(s), not mp3 at 48000 Hz with 2 channel(s): send that',
      '/live: opus is not streamed here',
    ]);
  });

  it('goes on with a stream that was silent, unless another has come', async () => {
    const radio = await openRadio({ ...FORMAT, sourceTimeoutMs: 60, fallback: 'silence' });
    const packets = new Subject<Packet>();
    const info = { codec: 'mp3', sampleRate: 44_100, channelCount: 2, name: 'Relay' };
    const end = radio.server.mount('/live').play({ info, packets });
    packets.next(syntheticMp3(0));
    expect(status(radio)).toMatchObject({ playing: 'source', source: { name: 'Relay' } });
    await until('the fallback', () => status(radio).playing === 'fallback');
    packets.next(syntheticMp3(1));
    expect(status(radio)).toMatchObject({ playing: 'source', sources: 1 });
    await until('the fallback', () => status(radio).playing === 'fallback');
    dialSource(radio.port).send(mp3Frames(0, 5));
    expect(await end).toBe('replaced');
    expect(packets.observed).toBe(false);
  });

  it('does not wait for a body that has none', async () => {
    const radio = await openRadio();
    const source = dialSource(radio.port, { Expect: '100-continue', 'Content-Length': '0' });
    await source.closed;
    expect(source.answer()).toMatch(/400 Bad Request.*expected audio, got none/s);
  });

  it('slows a source that sends faster than real time, and loses nothing of it', async () => {
    const radio = await openRadio({ ...FORMAT, aheadSeconds: 0.5, sourceTimeoutMs: 300 });
    const listener = await listenHttp(radio.port);
    const source = dialSource(radio.port, { 'Content-Length': String(60 * 417) });
    source.send(mp3Frames(0, 60));
    await until('the end', () => radio.left.length === 1);
    await until('all of it', () => listener.audio().length === 60 * 417);
    expect(radio.left).toEqual(['/live complete']);
  });
});

describe('the paths of icecastServer', () => {
  it('are the status, the figures and the pages of the user', async () => {
    const radio = await openRadio(FORMAT, {
      onRequest: (request, response) => {
        if (request.url === '/throws') throw new Error('no');
        response.end('page');
      },
    });
    const ask = (path: string, init?: RequestInit) =>
      fetch(`http://127.0.0.1:${radio.port}${path}`, init);
    dialSource(radio.port, { 'Ice-Name': 'Zoë' }).send(mp3Frames(0, 5));
    await onAir(radio);
    const json = await (await ask('/status.json')).json();
    expect(json).toMatchObject({
      ...{ state: 'live', codec: 'mp3', server: { listeners: 0 } },
      mounts: { '/live': { playing: 'source', source: { kind: 'icecast' } } },
    });
    expect(await (await ask('/status.json/live')).json()).toMatchObject({ state: 'live' });
    expect(await (await ask('/status-json.xsl')).json()).toMatchObject({
      icestats: { source: { listenurl: '/live', server_type: 'audio/mpeg' } },
    });
    const metrics = await (await ask('/metrics')).text();
    expect(metrics).toContain('\naudioflow_mount_source{mount="/live"} 1\n');
    expect(await (await ask('/')).text()).toBe('page');
    expect((await ask('/throws')).status).toBe(500);
    expect((await ask('/live', { method: 'HEAD' })).status).toBe(200);
    expect((await ask('/live', { method: 'POST' })).status).toBe(405);
    expect((await ask('/metrics', { method: 'POST' })).status).toBe(405);
    expect((await ask('/admin/metadata?mount=/live')).status).toBe(401);
    await expect(listenWebSocket(radio.port, '/ws/else')).rejects.toThrow('404');
    expect(radio.errors).toEqual([expect.stringContaining('answering GET failed')]);
  });

  it('serve keep-alive, and a source behind no other request', async () => {
    const radio = await openRadio(FORMAT);
    const client = dial(radio.port);
    client.send('GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n');
    await until('the first answer', () => client.answer().includes('audioflow_uptime'));
    client.send(`${sourceHead({ Host: 'x', 'Content-Length': '3' })}abc`);
    await until('the second', () => client.answer().includes('HTTP/1.1 405'));
  });

  it.each([
    [{ mounts: [] }, 'mounts'],
    [{ mounts: [{ path: 'live' }] }, 'mounts.0.path'],
    [{ mounts: [{ path: '/ws/x' }] }, 'mounts.0.path'],
    [{ mounts: [{ path: '/live' }, { path: '/live' }] }, 'differ'],
    [
      {
        mounts: [
          { path: '/a', fallback: '/b' as const },
          { path: '/b', fallback: '/a' as const },
        ],
      },
      'no circle',
    ],
    [{ mounts: [{ path: '/a', from: '/a', codec: 'aac' as const }] }, 'no circle'],
    [{ mounts: [{ path: '/a', from: '/b', codec: 'aac' as const }] }, 'path of another mount'],
    [{ mounts: [{ path: '/a' }, { path: '/b', from: '/a' }] }, 'a codec beside from'],
    [{ mounts: [{ path: '/a', flushMs: -1 }] }, 'flushMs'],
    [{ mounts: [{ path: '/a' }], defaultMount: '/b' }, 'defaultMount'],
    [{ mounts: [{ path: '/a', source: { user: 'a:b', password: 'x' } }] }, 'source.user'],
    [{ tls: { key: 'x', cert: 'y' } }, 'a key and its certificate'],
  ])('are checked first: %j', async (options, words) => {
    await expect(openRadio({}, options)).rejects.toMatchObject({
      code: 'invalid-option',
      message: expect.stringContaining(words),
    });
  });
});
