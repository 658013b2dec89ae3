import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { pcm } from '@audioflow/codecs';
import { type Packet, run, tune } from '@audioflow/core';
import { encode } from '@audioflow/core/codec';
import type { PlayerStats } from '@audioflow/io/browser';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { WebSocketServer } from 'ws';
import { encodedTone } from './encoded-tone.js';
import { hasChromium, launchChromium } from './launch-chromium.js';
import { recordPage } from './page-recorder.js';
import { peakCorrelation } from './peak-correlation.js';
import { monoOfStream } from './radio-programmes.js';
import { type Station, startStation } from './start-station.js';

const inChromium = hasChromium() ? describe : describe.skip;

/** Keeps all audio graphs that the page makes. */
const COUNT_GRAPHS = `
  globalThis.graphs = [];
  const Real = AudioContext;
  globalThis.AudioContext = class extends Real {
    constructor(options) { super(options); graphs.push(this); }
  };
`;

const pcmPackets = async (seconds: number): Promise<readonly Packet[]> => {
  const packets: Packet[] = [];
  const write = (packet: Packet): void => void packets.push(packet);
  await run(tune({ duration: seconds, seed: 3, sampleRate: 44_100 }).pipe(encode(pcm)), { write });
  return packets;
};

inChromium('PushDecoder with pcm in a real Chromium', () => {
  it('takes bytes of whole samples, gives planes in chunks, and refuses what is cut off', async () => {
    const browser = await launchChromium();
    const station = await startStation({ codec: 'pcm' });
    const page = await browser.newPage();
    await page.goto(station.url);
    await page.waitForFunction('globalThis.PushDecoder');
    const seen = await page.evaluate(`(async () => {
      const init = { sampleRate: 8000, channelCount: 2, chunkSamples: 3 };
      const decoder = await PushDecoder.open(pcm, init, { sampleType: 's16', onMalformed: 'error' });
      const seen = [];
      const look = (frame) => seen.push(frame && frame.channels.map((plane) => [...plane]));
      decoder.put(new Uint8Array(Int16Array.of(16384, -16384, 8192, -8192).buffer));
      look(decoder.get());
      seen.push([decoder.pending, decoder.state]);
      decoder.put(new Uint8Array(Int16Array.of(4096, -4096, 2048, -2048).buffer));
      look(decoder.get());
      try { decoder.put(new Uint8Array(5)); } catch ({ code }) { seen.push(code); }
      look(decoder.get({ flush: true }));
      seen.push([decoder.pending, decoder.state]);
      decoder.close();
      return seen;
    })()`);
    expect(seen).toEqual([
      undefined,
      [2, 'need-more'],
      [
        [0.5, 0.25, 0.125],
        [-0.5, -0.25, -0.125],
      ],
      'malformed-data',
      [[0.0625], [-0.0625]],
      [0, 'empty'],
    ]);
    await browser.close();
    await station.stop();
  });
});

inChromium('PcmPlayer in a real Chromium', () => {
  let browser: Browser;
  let page: Page;
  let station: Station;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    page = await browser.newPage();
    await page.addInitScript(COUNT_GRAPHS);
  });
  afterEach(async () => {
    await page.close();
    await station.stop();
  });

  const open = async (
    options = "{ url: '/ws' }",
    make = 'new PcmPlayer',
    path = '',
  ): Promise<void> => {
    await page.goto(`${station.url}${path}`);
    await page.waitForFunction('globalThis.PcmPlayer');
    await page.evaluate(`
      globalThis.happened = [];
      globalThis.player = ${make}(${options});
      player.on('state', (state) => happened.push(state));
      player.on('error', ({ code, message }) => { globalThis.failure = { code, message }; });
      player.on('ended', ({ reason }) => { globalThis.ending = reason; });
      player.on('title', ({ title }) => { globalThis.title = title; });
    `);
  };
  const stats = (): Promise<PlayerStats> => page.evaluate('player.stats');
  const until = (condition: string, timeout = 20_000): Promise<unknown> =>
    page.waitForFunction(condition, undefined, { timeout, polling: 50 });
  const play = (): Promise<unknown> => page.evaluate('player.play()');

  it('plays what was sent, resampled to the rate of the page, in real time and close to live', async () => {
    station = await startStation({ codec: 'pcm' });
    void station.broadcast(await pcmPackets(12));
    await page.goto(station.url);
    await open(`{
      url: '/ws',
      output: () => {
        globalThis.out = new GainNode(new AudioContext({ sampleRate: 48000 }));
        return out.connect(out.context.destination) && out;
      },
    }`);
    await play();
    await sleep(1500);
    const recorder = await recordPage(page, 'out');
    const latencies: number[] = [];
    const [began, from] = [performance.now(), (await stats()).played];
    while (performance.now() - began < 6300) {
      await sleep(250);
      latencies.push((await stats()).latency);
    }
    const elapsed = (performance.now() - began) / 1000;
    const { played, ...counts } = await stats();
    const recording = (await recorder.take()).subarray(-288_000);
    expect(recorder.sampleRate).toBe(48_000);
    expect(Math.abs((played - from) / elapsed - 1)).toBeLessThan(0.01);
    expect(Math.max(...latencies)).toBeLessThanOrEqual(0.6);
    expect(counts).toMatchObject({ stalls: 0, jumps: 0, catchUps: 0, droppedBytes: 0, rate: 1 });
    const same = tune({ duration: 12, seed: 3, sampleRate: 44_100 });
    const other = tune({ duration: 12, seed: 7, bpm: 131, sampleRate: 44_100 });
    const [match, mismatch] = [
      peakCorrelation(recording, await monoOfStream(same, 48_000, 12)),
      peakCorrelation(recording, await monoOfStream(other, 48_000, 12)),
    ];
    expect(match.value).toBeGreaterThanOrEqual(0.99);
    expect(mismatch.value).toBeLessThan(0.3);
  }, 60_000);

  it('plays to the very end of the programme and then says that it ended', async () => {
    station = await startStation({ codec: 'pcm' });
    const packets = await encodedTone('pcm', 2);
    await open();
    const playing = play();
    await until('happened.includes("buffering")');
    station.caster.setTitle('A tone');
    await station.broadcast(packets);
    await playing;
    await until('globalThis.ending');
    expect(await page.evaluate('[ending, player.state, title, graphs[0].state]')).toEqual([
      'complete',
      'ended',
      'A tone',
      'closed',
    ]);
    const seconds = packets.reduce((sum, { duration }) => sum + duration, 0) / 44_100;
    expect((await stats()).played).toBeCloseTo(seconds, 2);
    expect(await page.evaluate('happened')).toEqual([
      'connecting',
      'buffering',
      'playing',
      'ended',
    ]);
  });

  it('stops cleanly, closes its audio graph, and can play again', async () => {
    station = await startStation({ codec: 'pcm' });
    void station.broadcast(await encodedTone('pcm', 8));
    await open();
    for (const round of [1, 2]) {
      await play();
      expect(station.caster.status().listeners.length).toBe(1);
      await page.evaluate('player.stop()');
      await sleep(200);
      expect(await page.evaluate('[player.state, ...graphs.map(({ state }) => state)]')).toEqual([
        'idle',
        ...Array.from({ length: round }, () => 'closed'),
      ]);
      expect(station.caster.status().listeners.length).toBe(0);
    }
    expect(await page.evaluate('globalThis.failure')).toBeUndefined();
  });

  it('says that audio ran out, waits, and goes on close to live', async () => {
    station = await startStation({ codec: 'pcm' });
    const packets = await encodedTone('pcm', 5);
    const sink = station.caster.sink();
    const send = async (from: number, to: number): Promise<void> => {
      const began = performance.now();
      for (const [index, packet] of packets.slice(from, to).entries()) {
        sink.write(packet);
        await sleep(
          Math.max(0, began + (1000 * index * packet.duration) / 44_100 - performance.now()),
        );
      }
    };
    await open();
    const playing = play();
    await send(0, 60);
    await playing;
    await until('player.state === "stalled"');
    await send(60, 150);
    await until('player.state === "playing"');
    const { stalls, latency } = await stats();
    expect(stalls).toBeGreaterThanOrEqual(1);
    expect(latency).toBeLessThan(0.7);
    await sink.close?.();
    await until('globalThis.ending');
  });

  it('opens a lost connection again and goes on in the same graph', async () => {
    station = await startStation({ codec: 'pcm' });
    void station.broadcast(await encodedTone('pcm', 12));
    await open(`{ url: '/ws', reconnect: { firstDelayMs: 300 } }`);
    await play();
    await sleep(1000);
    const { played } = await stats();
    station.cut();
    await until('happened.includes("reconnecting")');
    await until('player.stats.reconnects === 1 && player.state === "playing"');
    await until(`player.stats.played > ${played + 2}`);
    expect(await page.evaluate('[globalThis.failure, graphs.length]')).toEqual([undefined, 1]);
    expect((await stats()).latency).toBeLessThan(0.7);
  });

  it('keeps a bounded buffer while the graph is suspended, and resumes at the live edge', async () => {
    station = await startStation({ codec: 'pcm', queueBytes: 10_000_000 });
    await open(`{ url: '/ws', maxBufferSeconds: 2 }`);
    const playing = play();
    const sink = station.caster.sink();
    const packets = await encodedTone('pcm', 20);
    for (const packet of packets.slice(0, 40)) sink.write(packet);
    await playing;
    await page.evaluate('graphs[0].suspend()');
    for (const packet of packets.slice(40)) {
      sink.write(packet);
      await new Promise(setImmediate);
    }
    const total = packets.reduce((sum, { data }) => sum + data.length, 0);
    await until(`player.stats.received > ${total - 20_000}`);
    expect((await stats()).buffered).toBeLessThanOrEqual(2.1);
    expect((await stats()).droppedBytes).toBeGreaterThan(17 * 4 * 44_100);
    await page.evaluate('graphs[0].resume()');
    await until('player.stats.latency < 0.6');
    await sink.close?.();
    await until('globalThis.ending');
  });

  it.each([
    ['mp3', 'MediaElementAudioSourceNode'],
    ['pcm', 'AudioWorkletNode'],
  ] as const)('createPlayer plays %s into the graph of the page, by a %s', async (codec, node) => {
    station = await startStation({ codec });
    void station.broadcast(await encodedTone(codec, 6));
    await page.addInitScript(`
      globalThis.sources = [];
      const { connect } = AudioNode.prototype;
      AudioNode.prototype.connect = function (to, ...rest) {
        if (to === globalThis.analyser) sources.push(this.constructor.name);
        return connect.call(this, to, ...rest);
      };
    `);
    await open(
      `{ url: '/ws', output: () => {
        globalThis.analyser ??= new AnalyserNode(new AudioContext());
        return analyser.connect(analyser.context.destination) && analyser;
      } }`,
      'createPlayer',
    );
    for (const _ of [1, 2]) {
      await play();
      await until(`(() => {
        const levels = new Float32Array(analyser.fftSize);
        analyser.getFloatTimeDomainData(levels);
        return Math.max(...levels) > 0.2;
      })()`);
      await page.evaluate('player.stop()');
    }
    expect(await page.evaluate('[sources, analyser.context.state]')).toEqual([
      [node, node],
      'running',
    ]);
  });

  it('createPlayer goes on to the next address where the browser cannot play the first', async () => {
    station = await startStation({ codec: 'pcm' });
    void station.broadcast(await encodedTone('pcm', 4));
    const strange = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    await once(strange, 'listening');
    const config = { codec: 'x', mime: 'audio/x-strange', sampleRate: 8000, channelCount: 1 };
    strange.on('connection', (socket) => {
      socket.send(JSON.stringify({ type: 'config', ...config }));
    });
    const address = strange.address();
    const port = address === null || typeof address === 'string' ? 0 : address.port;
    await open(`{ url: ['ws://127.0.0.1:${port}', '/ws'] }`, 'createPlayer');
    await play();
    expect([await page.evaluate('player.state'), strange.clients.size]).toEqual(['playing', 0]);
    strange.close();
  });

  it.each([
    ['PcmPlayer', 'mp3', 'this station sends mp3, and PcmPlayer plays pcm'],
    ['MsePlayer', 'pcm', 'this station sends uncompressed audio'],
  ] as const)('%s says in plain words that it does not play %s', async (player, codec, words) => {
    station = await startStation({ codec });
    await open(undefined, `new ${player}`);
    await expect(play()).rejects.toThrow(words);
    expect(await page.evaluate('[failure.code, player.state]')).toEqual(['unsupported', 'failed']);
    expect(await page.evaluate('graphs.every(({ state }) => state === "closed")')).toBe(true);
  });

  it('says in plain words that the page is not secure', async () => {
    station = await startStation({ codec: 'pcm' });
    await page.addInitScript(
      "Object.defineProperty(BaseAudioContext.prototype, 'audioWorklet', { value: undefined })",
    );
    await open();
    await expect(play()).rejects.toThrow('only on https pages and on localhost');
  });

  it('comes to the live edge of a burst that is longer than what it may hold', async () => {
    station = await startStation({ codec: 'pcm', burstSeconds: 8, queueBytes: 10_000_000 });
    const sink = station.caster.sink();
    const packets = await encodedTone('pcm', 11);
    for (const packet of packets.slice(0, 400)) sink.write(packet);
    await open(`{ url: '/ws', maxBufferSeconds: 2 }`);
    const playing = play();
    for (const packet of packets.slice(400)) {
      sink.write(packet);
      await sleep(26);
      const isPlaying = (await page.evaluate('player.state')) === 'playing';
      if (isPlaying && (await stats()).latency < 0.6) break;
    }
    await playing;
    expect((await stats()).latency).toBeLessThan(0.6);
  });

  it('says that sound is blocked when no button was pressed', async () => {
    station = await startStation({ codec: 'pcm' });
    const strict = await launchChromium(['--no-sandbox']);
    const silent = await strict.newPage();
    await silent.goto(`${station.url}eager?PcmPlayer`);
    await silent.waitForFunction('globalThis.refusal');
    expect(await silent.evaluate('[refusal, player.state]')).toEqual(['unavailable', 'blocked']);
    await strict.close();
  });

  it('names the mend where the policy of the page forbids its script, and plays with it', async () => {
    station = await startStation({ codec: 'pcm' });
    void station.broadcast(await encodedTone('pcm', 5));
    await open(undefined, undefined, 'strict');
    await expect(play()).rejects.toThrow('name its address in workletUrl');
    await open(`{ url: '/ws', workletUrl: '/pcm-worklet.js' }`, undefined, 'strict');
    await play();
    expect(await page.evaluate('player.state')).toBe('playing');
  });
});
