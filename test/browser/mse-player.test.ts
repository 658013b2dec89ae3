import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PlayerStats } from '@audioflow/io/browser';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { WebSocketServer } from 'ws';
import { bundlePlayer } from './bundle-player.js';
import { encodedTone } from './encoded-tone.js';
import { hasChromium, launchChromium } from './launch-chromium.js';
import { type Station, startStation } from './start-station.js';

const inChromium = hasChromium() ? describe : describe.skip;

/** Counts the object URLs that are alive, and keeps what the console says. */
const COUNT_URLS = `
  globalThis.liveUrls = 0;
  const { createObjectURL, revokeObjectURL } = URL;
  URL.createObjectURL = (object) => { liveUrls += 1; return createObjectURL.call(URL, object); };
  URL.revokeObjectURL = (url) => { liveUrls -= 1; revokeObjectURL.call(URL, url); };
`;

/** Counts how often the browser says that its buffer is full. */
const COUNT_QUOTA = `
  globalThis.quotaExceeded = 0;
  const { appendBuffer } = SourceBuffer.prototype;
  SourceBuffer.prototype.appendBuffer = function (data) {
    try {
      appendBuffer.call(this, data);
    } catch (error) {
      if (error.name === 'QuotaExceededError') quotaExceeded += 1;
      throw error;
    }
  };
`;

inChromium('MsePlayer in a real Chromium', () => {
  let browser: Browser;
  let page: Page;
  let station: Station;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    page = await browser.newPage();
    await page.addInitScript(COUNT_URLS);
  });
  afterEach(async () => {
    await page.close();
    await station.stop();
  });

  const open = async (options: object = {}): Promise<void> => {
    await page.goto(station.url);
    await page.waitForFunction('globalThis.MsePlayer');
    await page.evaluate(`
      globalThis.happened = [];
      globalThis.player = new MsePlayer(${JSON.stringify({ url: '/ws', ...options })});
      player.on('state', (state) => happened.push(state));
      player.on('error', ({ code, message }) => { globalThis.failure = { code, message }; });
      player.on('ended', ({ reason }) => { globalThis.ending = reason; });
    `);
  };
  const stats = (): Promise<PlayerStats> => page.evaluate('player.stats');
  const buffered = (): Promise<readonly [number, number]> =>
    page.evaluate('[player.audio.buffered.start(0), player.audio.buffered.end(0)]');
  const until = (condition: string, timeout = 20_000): Promise<unknown> =>
    page.waitForFunction(condition, undefined, { timeout, polling: 50 });
  const play = (): Promise<unknown> => page.evaluate('player.play()');

  it.each([
    'mp3',
    'aac',
  ] as const)('plays %s close to the live edge, in real time', async (codec) => {
    station = await startStation({ codec });
    void station.broadcast(await encodedTone(codec, 12));
    await sleep(1000);
    await open();
    await play();
    await sleep(4000);
    const latencies: number[] = [];
    const from = await page.evaluate<number>('player.audio.currentTime');
    const began = performance.now();
    for (let probe = 0; probe < 10; probe += 1) {
      await sleep(300);
      latencies.push((await stats()).latency);
    }
    const played = (await page.evaluate<number>('player.audio.currentTime')) - from;
    expect(Math.max(...latencies)).toBeLessThanOrEqual(0.6);
    expect(played / ((performance.now() - began) / 1000)).toBeCloseTo(1, 1);
    expect(await stats()).toMatchObject({ stalls: 0, jumps: 0, droppedBytes: 0 });
  });

  it('plays to the very end of the programme and then says that it ended', async () => {
    station = await startStation();
    const packets = await encodedTone('mp3', 3);
    await open();
    const playing = play();
    await until('happened.includes("buffering")');
    await station.broadcast(packets);
    await playing;
    await until('globalThis.ending');
    expect(await page.evaluate('[ending, player.state, liveUrls]')).toEqual([
      'complete',
      'ended',
      0,
    ]);
    const seconds = packets.reduce((sum, { duration }) => sum + duration, 0) / 44_100;
    expect((await stats()).played).toBeGreaterThan(seconds - 0.1);
    expect(await page.evaluate('happened')).toEqual([
      'connecting',
      'buffering',
      'playing',
      'ended',
    ]);
  });

  it('stops cleanly, and can play again', async () => {
    station = await startStation();
    void station.broadcast(await encodedTone('mp3', 8));
    await open();
    for (const _ of [1, 2]) {
      await play();
      expect(station.caster.status().listeners.length).toBe(1);
      await page.evaluate('player.stop()');
      expect(await page.evaluate('[player.state, player.audio.src, liveUrls]')).toEqual([
        'idle',
        '',
        0,
      ]);
      await sleep(200);
      expect(station.caster.status().listeners.length).toBe(0);
    }
    expect(await page.evaluate('globalThis.failure')).toBeUndefined();
  });

  it('removes what has been played, and goes on', async () => {
    station = await startStation();
    void station.broadcast(await encodedTone('mp3', 14));
    await open({ keepSeconds: 0.5 });
    await play();
    await until('player.audio.buffered.start(0) > 10');
    const [start, end] = await buffered();
    expect(end - start).toBeLessThan(6.5);
    expect(await stats()).toMatchObject({ stalls: 0, jumps: 0 });
  });

  it('keeps a bounded buffer while it is paused, and resumes at the live edge', async () => {
    station = await startStation({ queueBytes: 10_000_000 });
    await open({ maxBufferSeconds: 8 });
    const playing = play();
    const sink = station.caster.sink();
    const packets = await encodedTone('mp3', 60);
    for (const packet of packets.slice(0, 40)) sink.write(packet);
    await playing;
    await page.evaluate('player.audio.pause()');
    for (const packet of packets.slice(40)) {
      sink.write(packet);
      await new Promise(setImmediate);
    }
    await until('player.audio.buffered.end(0) > 59');
    const [start, end] = await buffered();
    expect(end - start).toBeLessThan(8 + 4.5);
    await page.evaluate('player.audio.play()');
    await until(`player.stats.jumps === 1 && player.audio.currentTime > ${end - 0.7}`);
    await sink.close?.();
    await until('globalThis.ending');
  });

  it("loses nothing at the browser's own quota: it waits, frees what was played and goes on", async () => {
    station = await startStation({ queueBytes: 64_000_000, maxLagSeconds: 60, flushMs: 1000 });
    await page.addInitScript(COUNT_QUOTA);
    await open({ maxBufferSeconds: 10_000, jumpAbove: 10_000, maxQueueBytes: 64_000_000 });
    const playing = play();
    const tone = await encodedTone('mp3', 20, 320_000);
    // 32 MB, and Chromium keeps 12 MB of audio.
    const packets = Array.from({ length: 40 }, () => tone).flat();
    const sink = station.caster.sink();
    for (const packet of packets) {
      sink.write(packet);
      if (packet.pts === 0) await sleep(20);
    }
    await playing;
    await until('quotaExceeded > 0', 60_000);
    const seconds = packets.reduce((sum, { duration }) => sum + duration, 0) / 44_100;
    expect((await buffered())[1]).toBeLessThan(seconds - 20);
    // Playing on, in leaps.
    await until(
      `(player.audio.currentTime = player.audio.buffered.end(0) - 5) > ${seconds - 5.1}`,
      60_000,
    );
    const [start, end] = await buffered();
    expect(end - start).toBeLessThan(seconds / 2);
    expect(end).toBeCloseTo(seconds, 0);
    expect(await stats()).toMatchObject({ droppedBytes: 0 });
    expect(await page.evaluate('globalThis.failure')).toBeUndefined();
  }, 150_000);

  it('opens a lost connection again and goes on in the same element', async () => {
    station = await startStation();
    void station.broadcast(await encodedTone('mp3', 12));
    await open({ reconnect: { firstDelayMs: 300 } });
    await play();
    await sleep(1000);
    const before = await page.evaluate<number>('player.audio.currentTime');
    station.cut();
    await until('happened.includes("reconnecting")');
    await until('player.stats.reconnects === 1 && player.state === "playing"');
    await until(`player.audio.currentTime > ${before + 3}`);
    expect(await page.evaluate('globalThis.failure')).toBeUndefined();
    expect((await stats()).latency).toBeLessThan(1);
  });

  it('says in plain words that the station is away, after the tries it may make', async () => {
    station = await startStation();
    await open({ url: 'ws://127.0.0.1:9/ws', reconnect: { attempts: 2, firstDelayMs: 20 } });
    await expect(play()).rejects.toThrow('the station cannot be reached (3 tries)');
    const { code } = await page.evaluate<{ code: string }>('failure');
    expect([code, await page.evaluate('player.state')]).toEqual(['unavailable', 'failed']);
  });

  it("shows the station's own words when another codec is asked for", async () => {
    station = await startStation();
    await open({ url: '/ws?codec=aac' });
    await expect(play()).rejects.toThrow('this stream is mp3, not "aac"');
    expect(station.caster.status().listeners).toEqual([]);
  });

  it('says in plain words that this browser cannot play the stream', async () => {
    station = await startStation();
    const strange = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    await once(strange, 'listening');
    const format = { codec: 'x', mime: 'audio/x-strange', sampleRate: 8000, channelCount: 1 };
    strange.on('connection', (socket) =>
      socket.send(JSON.stringify({ type: 'config', ...format })),
    );
    const address = strange.address();
    const port = address === null || typeof address === 'string' ? 0 : address.port;
    await open({ url: `ws://127.0.0.1:${port}` });
    await expect(play()).rejects.toThrow('this browser cannot play audio/x-strange as a stream');
    strange.close();
  });

  it('says that sound is blocked when no button was pressed', async () => {
    station = await startStation();
    const strict = await launchChromium(['--no-sandbox']);
    const silent = await strict.newPage();
    await silent.goto(`${station.url}eager`);
    await silent.waitForFunction('globalThis.refusal');
    expect(await silent.evaluate('[refusal, player.state]')).toEqual(['unavailable', 'blocked']);
    await strict.close();
  });

  it('is one bundle without any import of Node, and not a large one', async () => {
    station = await startStation();
    const script = await bundlePlayer();
    expect(script).not.toMatch(/\bnode:|\brequire\(/);
    expect(script.length).toBeLessThan(130_000);
  });
});
