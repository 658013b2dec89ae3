import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { type ScriptedBackend, scriptedBackend } from '../fixtures/scripted-backend.js';
import {
  handshakeStatus,
  type SpectrumClient,
  spectrumClient,
} from '../fixtures/spectrum-client.js';
import { until } from '../fixtures/until.js';
import { LEGACY_PROTOCOL } from '../wire/protocol.js';
import { spectrumService } from './spectrum-service.js';
import type { SpectrumService, SpectrumServiceOptions } from './spectrum-service.types.js';

const QUICK = { retryMs: 5, maxRetryMs: 10, lingerMs: 20, pingMs: 25 };

describe('spectrumService', () => {
  const services: SpectrumService[] = [];
  const clients: SpectrumClient[] = [];
  const serve = async (
    backend: ScriptedBackend,
    options: Partial<SpectrumServiceOptions> = {},
  ): Promise<SpectrumService> => {
    const service = await spectrumService({ backend, ...QUICK, ...options });
    services.push(service);
    return service;
  };
  const join = async (...args: Parameters<typeof spectrumClient>): Promise<SpectrumClient> => {
    const client = await spectrumClient(...args);
    clients.push(client);
    return client;
  };
  /** A client that has subscribed, and an open device. */
  const joinAndOpen = async (backend: ScriptedBackend, service: SpectrumService, rate = 60) => {
    const client = await join(service.url);
    client.say({ type: 'subscribe', rate });
    await until(() => service.status().clients.some((one) => one.rate === rate));
    await until(() => backend.openNow === 1);
    return client;
  };
  const seqs = ({ frames }: SpectrumClient): number[] => frames.map(({ seq }) => seq);
  const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);
  afterEach(async () => {
    for (const { webSocket } of clients.splice(0)) webSocket.terminate();
    await Promise.all(services.splice(0).map((service) => service.close()));
  });

  it('greets, tells its status, and sends every version to who asks for all', async () => {
    const backend = scriptedBackend(['Speakers', 'Headphones']);
    const service = await serve(backend);
    const client = await joinAndOpen(backend, service);
    expect(client.texts[0]).toMatchObject({ type: 'hello', version: 1, barCount: 32, ceiling: 1 });
    expect(client.texts[1]).toMatchObject({ type: 'status', state: 'stopped' });
    for (let round = 0; round < 30; round++) {
      backend.feed(10);
      await sleep(1);
    }
    await until(() => client.frames.length === 300);
    expect(seqs(client)).toEqual(upTo(300));
    const { data } = service.engine.latest() ?? {};
    const { bars, level } = client.frames.at(-1) ?? {};
    for (const [bar, value] of (data?.bars ?? []).entries()) {
      expect(Math.abs((bars?.[bar] ?? 9) - value)).toBeLessThanOrEqual(0.5 / 255 + 1e-6);
    }
    expect(level).toBeCloseTo(data?.level ?? 0, 2);
    expect(client.frames.at(-1)?.bass).toBeCloseTo(data?.bass ?? 9, 2);
    expect(await client.told('status', 'running')).toMatchObject({
      device: { name: 'Speakers' },
      devices: [{ name: 'Speakers' }, { name: 'Headphones' }],
    });
  });

  it('gives each client the rate that it asks for, in any format, and stops when it leaves', async () => {
    const backend = scriptedBackend(['Speakers']);
    const service = await serve(backend);
    const all = await joinAndOpen(backend, service, 60);
    const ten = await joinAndOpen(backend, service, 10);
    const json = await join(service.url);
    json.say({ type: 'subscribe', rate: 30, format: 'json' });
    await until(() => service.status().clients.some(({ rate }) => rate === 30));
    backend.feed(120);
    await until(() => all.frames.length === 120);
    await until(() => json.texts.filter(({ type }) => type === 'frame').length === 60);
    expect(seqs(ten)).toEqual(Array.from({ length: 20 }, (_, i) => 1 + 6 * i));
    const texts = json.texts.filter(({ type }) => type === 'frame');
    expect(texts[1]).toMatchObject({ seq: 3, scale: 1000 });
    ten.say({ type: 'unsubscribe' });
    await until(() => !service.status().clients.some(({ rate }) => rate === 10));
    backend.feed(12);
    await until(() => all.frames.length === 132);
    expect(ten.frames).toHaveLength(20);
  });

  it('lists devices for whoever is there: when they change, and when a client asks', async () => {
    const backend = scriptedBackend(['Speakers']);
    const service = await serve(backend, { listEveryMs: 200 });
    expect([backend.listed, backend.watchers]).toEqual([1, 0]);
    // Nobody was there to see it.
    backend.change(['Speakers', 'Headphones']);
    const client = await join(service.url);
    const names = (): string[] => service.status().devices.map(({ name }) => name);
    await until(() => names().join() === 'Speakers,Headphones');
    expect(backend.watchers).toBe(1);
    backend.change(['Headphones']);
    await until(() => names().join() === 'Headphones');
    await until(() => JSON.stringify(client.texts.at(-1)).includes('"devices":[{"id":"scripted:H'));
    // Nothing has changed: only who asks is told, and so often is not listed.
    const other = await join(service.url);
    await other.told('status');
    const [before, told] = [backend.listed, other.texts.length];
    for (let i = 0; i < 15; i++) client.say({ type: 'refresh' });
    const count = client.texts.length;
    await until(() => client.texts.length === count + 15);
    expect(backend.listed - before).toBeLessThanOrEqual(3);
    expect(other.texts).toHaveLength(told);
    client.webSocket.terminate();
    other.webSocket.terminate();
    await until(() => backend.watchers === 0);
  });

  it('takes a device at once that comes while there is none', async () => {
    const backend = scriptedBackend([]);
    const service = await serve(backend, { retryMs: 3_000_000, maxRetryMs: 3_000_000 });
    const client = await join(service.url);
    client.say({ type: 'subscribe' });
    await client.told('status', 'retrying');
    backend.change(['Speakers']);
    await until(() => backend.openNow === 1);
    backend.feed(1);
    await client.told('status', 'running');
  });

  it('opens the device for the first, and gives it back after the last', async () => {
    const backend = scriptedBackend(['Speakers']);
    const service = await serve(backend);
    const idle = await join(service.url);
    await idle.told('status');
    expect(backend.opened).toEqual([]);
    const first = await joinAndOpen(backend, service);
    const second = await joinAndOpen(backend, service, 30);
    first.say({ type: 'unsubscribe' });
    await sleep(60);
    expect(backend.openNow).toBe(1);
    second.webSocket.terminate();
    await until(() => backend.openNow === 0);
    await idle.told('status', 'stopped');
    await joinAndOpen(backend, service, 20);
    expect(backend.opened).toHaveLength(2);
  });

  it('sends one that stops reading nothing but the newest, and lets nobody wait for it', async () => {
    const backend = scriptedBackend(['Speakers']);
    const service = await serve(backend, { maxLagMs: 60 });
    const slow = await joinAndOpen(backend, service, 50);
    const quick = await joinAndOpen(backend, service, 60);
    backend.feed(5);
    await until(() => slow.frames.length > 0);
    slow.webSocket.pause();
    const figures = () => service.status().clients.find(({ rate }) => rate === 50);
    await until(async () => {
      backend.feed(3);
      await sleep(1);
      return (figures()?.skippedFrames ?? 0) > 100;
    });
    // What went out before it was known to be behind, and not one more.
    const sent = figures()?.sentFrames ?? 0;
    expect(figures()?.lagMs).toBeGreaterThan(60);
    backend.feed(100);
    expect(figures()?.sentFrames).toBe(sent);
    await until(() => quick.frames.at(-1)?.seq === service.status().seq);
    expect(seqs(quick)).toEqual(upTo(quick.frames.length));
    slow.webSocket.resume();
    const { seq } = service.status();
    await until(() => slow.frames.at(-1)?.seq === seq);
    // All that was on its way, then at once the newest.
    expect(slow.frames).toHaveLength(sent + 1);
  });

  it('resets one that gives no sign of life', async () => {
    const backend = scriptedBackend(['Speakers']);
    const service = await serve(backend, { deadMs: 100 });
    const { port } = service;
    const socket = connect(port, '127.0.0.1');
    socket.write(
      'GET /ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
        'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
    );
    // A reset, or an end right before it.
    socket.on('error', () => undefined).resume();
    await once(socket, 'close');
    await until(() => service.status().clients.length === 0);
    expect(service.status().reset).toBe(1);
  });

  it('tells when the device is lost and when it is back, and why there is none', async () => {
    const backend = scriptedBackend([]);
    const service = await serve(backend);
    const client = await join(service.url);
    client.say({ type: 'subscribe' });
    expect(await client.told('status', 'retrying')).toMatchObject({
      reason: { code: 'unavailable', message: 'there is no device' },
    });
    backend.devices = [{ id: 'scripted:Speakers', name: 'Speakers' }];
    await until(() => backend.openNow === 1);
    backend.feed(1);
    await client.told('status', 'running');
    backend.lose();
    await until(() => client.texts.some(({ reason }) => Object(reason).code === 'device-lost'));
    await until(() => backend.openNow === 1);
    backend.feed(1);
    await until(() => client.texts.at(-1)?.['state'] === 'running');
    expect(seqs(client)).toEqual([1, 2]);
    const epochs = client.texts
      .filter(({ state }) => state === 'running')
      .map(({ epoch }) => epoch);
    expect(epochs).toEqual([expect.any(Number), Number(epochs[0]) + 1]);
  });

  it('lets a client choose the device for all, or says that it may not', async () => {
    const backend = scriptedBackend(['Speakers', 'Headphones']);
    const service = await serve(backend);
    const client = await joinAndOpen(backend, service);
    backend.feed(1);
    client.say({ type: 'select', device: 'HEAD' });
    await until(() => backend.opened.at(-1) === 'Headphones' && backend.openNow === 1);
    backend.feed(1);
    await until(() => Object(client.texts.at(-1)?.['device']).name === 'Headphones');
    client.say({ type: 'select', device: 'nothing like it' });
    await until(() => backend.opened.length === 3);
    const isWarned = ({ warning }: Readonly<Record<string, unknown>>): boolean =>
      String(warning).includes('no device is called');
    await until(() => client.texts.some(isWarned));
    const fixed = await serve(backend, { canSelect: false });
    const other = await join(fixed.url);
    other.say({ type: 'select', device: 'Headphones' });
    expect(await other.told('error')).toMatchObject({ code: 'unsupported' });
  });

  it('answers what is malformed, and goes on', async () => {
    const backend = scriptedBackend(['Speakers']);
    const client = await join((await serve(backend)).url);
    client.say('{"type":');
    client.say({ type: 'subscribe', rate: 1000 });
    client.webSocket.send(Buffer.of(1, 2, 3));
    await until(() => client.texts.filter(({ type }) => type === 'error').length === 3);
    expect(client.texts.at(-1)).toMatchObject({ code: 'malformed-data' });
    client.say({ type: 'subscribe' });
    await until(() => backend.openNow === 1);
  });

  it.each([
    ['a message is too large', 1009, (client: SpectrumClient) => client.say('x'.repeat(2000))],
    [
      'messages are too many',
      1008,
      (client: SpectrumClient) => upTo(100).map(() => client.say({ type: 'unsubscribe' })),
    ],
    [
      'pings are too many',
      1008,
      (client: SpectrumClient) => upTo(100).map(() => client.webSocket.ping()),
    ],
  ])('closes a client where %s, and no other', async (_, code, act) => {
    const backend = scriptedBackend(['Speakers']);
    const service = await serve(backend);
    const good = await joinAndOpen(backend, service);
    const bad = await join(service.url);
    act(bad);
    expect(await bad.closed).toBe(code);
    await until(() => service.status().clients.length === 1);
    backend.feed(3);
    await until(() => good.frames.length === 3);
  });

  it('refuses other origins, names, paths, protocols, and who finds no place', async () => {
    const service = await serve(scriptedBackend(['Speakers']), { maxClients: 1 });
    const { url, port } = service;
    const ask = (headers: Record<string, string>) => handshakeStatus(url, { headers });
    expect(await ask({ Origin: 'http://evil.example' })).toBe(403);
    expect(await ask({ Origin: 'null' })).toBe(403);
    const rebound = `evil.example:${port}`;
    expect(await ask({ Host: rebound, Origin: `http://${rebound}` })).toBe(403);
    expect((await fetch(`${url}status.json`)).status).toBe(200);
    expect(await handshakeStatus(url, { path: 'other' })).toBe(404);
    expect(await handshakeStatus(url, { protocol: 'mqtt' })).toBe(400);
    expect(await ask({ Origin: `http://127.0.0.1:${port}` })).toBe(101);
    await until(() => service.status().clients.length === 0);
    await join(url);
    expect(await ask({})).toBe(503);
    expect(service.status()).toMatchObject({ refused: 6, joined: 2 });
    const named = await serve(scriptedBackend(['Speakers']), { hosts: ['Radio.Example'] });
    const headers = { Host: 'radio.example', Origin: 'https://radio.example' };
    expect(await handshakeStatus(named.url, { headers })).toBe(101);
  });

  it('shows older clients the JSON they know, to the number', async () => {
    const backend = scriptedBackend(['Loopback'], 44_100);
    const service = await serve(backend, { bars: { mode: 'exact' } });
    const client = await join(service.url, { protocol: LEGACY_PROTOCOL });
    const other = await join(service.url, { protocol: '', path: 'ws?format=json&rate=10' });
    const all = await join(service.url, { protocol: '', path: 'ws?format=json&rate=' });
    const binary = await join(service.url);
    binary.say({ type: 'subscribe', format: 'u16' });
    await until(() => service.status().clients.filter(({ rate }) => rate).length === 4);
    await until(() => backend.openNow === 1);
    for (let round = 0; round < 20; round++) {
      backend.feed(10, 1024);
      await sleep(1);
    }
    await until(() => client.texts.length === 200 && binary.frames.length === 200);
    expect(client.webSocket.protocol).toBe(LEGACY_PROTOCOL);
    const frames = client.texts.map((text) => {
      const frequencies: number[] = Array.isArray(text['frequencies']) ? text['frequencies'] : [];
      return { frequencies, keys: Object.keys(text), ...text };
    });
    expect(frames[0]?.keys).toEqual(['frequencies', 'bass', 'level', 'scale']);
    expect(new Set(frames.map(({ frequencies }) => frequencies.length))).toEqual(new Set([32]));
    expect([0, 1, 10, 50, 100, 199].map((at) => frames[at]?.frequencies[18])).toEqual([
      1500, 1500, 1500, 1078, 1005, 1000,
    ]);
    const levels = new Set(client.texts.map(({ level }) => level));
    expect([...levels].sort()).toEqual([943, 944]);
    expect(client.texts[199]?.['scale']).toBe(1000);
    // 43 blocks a second.
    expect(other.texts.length).toBeGreaterThan(44);
    expect(other.texts.length).toBeLessThan(49);
    await until(() => all.texts.length === 200);
    const bars = Array.from(binary.frames[50]?.bars ?? [], (bar) => 1000 * bar);
    for (const [bar, value] of (frames[50]?.frequencies ?? []).entries()) {
      expect(Math.abs((bars[bar] ?? -9) - value)).toBeLessThan(1.01);
    }
  });

  it('is silent as silence is, for older clients', async () => {
    const backend = scriptedBackend(['Loopback'], 44_100);
    const service = await serve(backend, { bars: { mode: 'exact' } });
    const client = await join(service.url, { protocol: LEGACY_PROTOCOL });
    await until(() => backend.openNow === 1);
    backend.feed(3, 1024, 0);
    await until(() => client.texts.length === 3);
    const silent = { frequencies: new Array(32).fill(0), bass: 0, level: 0, scale: 1000 };
    expect(client.texts).toEqual([silent, silent, silent]);
    expect(service.engine.latest()?.data.reference).toBeCloseTo(0.00985, 5);
  });

  it('closes clean, again and again, whoever is there', async () => {
    const backend = scriptedBackend(['Speakers']);
    const handles = () =>
      process.getActiveResourcesInfo().filter((name) => !/Immediate/.test(name));
    const before = handles().length;
    for (let round = 0; round < 10; round++) {
      const service = await serve(backend);
      const client = await joinAndOpen(backend, service);
      const deaf = await join(service.url);
      deaf.webSocket.pause();
      backend.feed(2);
      if (round > 0) deaf.webSocket.terminate();
      await Promise.all([service.close(), service.close()]);
      expect(await client.closed).toBe(1001);
      expect(backend.openNow).toBe(0);
      deaf.webSocket.terminate();
    }
    await until(() => handles().length <= before);
  });
});
