import { audioSpecificConfig, parseAdtsHeader } from '@audioflow/codecs/bitstream';
import { AudioFlowError, run } from '@audioflow/core';
import { afterEach, describe, expect, it } from '@jest/globals';
import { concat, from, merge, NEVER, Subject } from 'rxjs';
import { listenHttp, listenWebSocket } from './fixtures/listen.js';
import { type Station, startStation } from './fixtures/start-station.js';
import {
  FRAME_BYTES,
  FRAME_SECONDS,
  range,
  readSyntheticMp3,
  syntheticMp3,
} from './fixtures/synthetic-mp3.js';
import { until } from './fixtures/until.js';

/** One write per frame, no burst: what is sent after joining is what arrives. */
const EXACT = { flushMs: 10, burstSeconds: 0, httpBurstSeconds: 0 };

/** Two frames in each write. */
const PAIRS = { flushMs: 2000 * FRAME_SECONDS };

describe('broadcaster: one stream, many listeners', () => {
  let station: Station;
  afterEach(() => station.stop());

  const sendFrames = (from: number, to: number) => {
    const sink = station.caster.sink();
    for (const index of range(from, to)) sink.write(syntheticMp3(index));
    return sink;
  };

  it('gives every listener the same bytes in the same order, over WebSocket and HTTP', async () => {
    station = await startStation({ ...EXACT, flushMs: 50 });
    const listeners = await Promise.all([
      listenWebSocket(station.port),
      listenWebSocket(station.port, '/ws?codec=mp3'),
      listenHttp(station.port),
    ]);
    const sink = sendFrames(0, 201);
    await sink.close?.();
    expect(await Promise.all(listeners.map(({ ended }) => ended))).toEqual(['1000', '1000', 'end']);
    for (const { audio } of listeners) expect(readSyntheticMp3(audio())).toEqual(range(0, 201));
    expect(station.caster.status().secondsSent).toBeCloseTo((201 * 1152) / 44100, 9);
  });

  it('tells WebSocket listeners first what is streamed, and at last that it ended', async () => {
    station = await startStation({ ...EXACT, bitrate: 128_000, name: 'Nachtflug 9 ☾' });
    const listener = await listenWebSocket(station.port);
    expect(JSON.parse(listener.texts[0] ?? '')).toEqual({
      type: 'config',
      codec: 'mp3',
      mime: 'audio/mpeg',
      sampleRate: 44100,
      channelCount: 2,
      bitrate: 128_000,
      name: 'Nachtflug 9 ☾',
      flushMs: 10,
      burstSeconds: 0,
    });
    await run(from(range(0, 3).map(syntheticMp3)), station.caster.sink());
    expect(await listener.ended).toBe('1000');
    expect(listener.texts.slice(1).map((text) => JSON.parse(text))).toEqual([
      { type: 'end', reason: 'complete' },
    ]);
  });

  it('serves HTTP without a length, with the head at once and the end as the end', async () => {
    station = await startStation({ ...EXACT, bitrate: 128_000, name: 'Café ☾' });
    const listener = await listenHttp(station.port);
    expect(listener.status).toBe(200);
    expect(listener.headers).toMatchObject({ 'content-type': 'audio/mpeg', 'icy-br': '128' });
    expect(Buffer.from(String(listener.headers['icy-name']), 'latin1').toString()).toBe('Café ☾');
    expect(listener.headers['content-length']).toBeUndefined();
    expect(listener.headers['transfer-encoding']).toBeUndefined();
    await sendFrames(0, 5).close?.();
    expect(await listener.ended).toBe('end');
    expect(readSyntheticMp3(listener.audio())).toEqual(range(0, 5));
  });

  it('streams aac as ADTS frames, which the mime type promises', async () => {
    station = await startStation({ ...EXACT, codec: 'aac', sampleRate: 48000 });
    const listener = await listenWebSocket(station.port);
    expect(JSON.parse(listener.texts[0] ?? '')).toMatchObject({ codec: 'aac', mime: 'audio/aac' });
    const format = { sampleRate: 48000, channelCount: 2 };
    const config = audioSpecificConfig(format);
    const sink = station.caster.sink();
    for (const index of range(0, 3)) {
      const data = new Uint8Array(100 + index).fill(index);
      const at = { pts: 1024 * index, duration: 1024 };
      sink.write({ kind: 'packet', codec: 'aac', data, config, ...format, ...at });
    }
    await sink.close?.();
    await listener.ended;
    let rest = listener.audio();
    for (const index of range(0, 3)) {
      expect(parseAdtsHeader(rest)).toMatchObject({ bytes: 107 + index, ...format });
      expect(rest.subarray(7, 107 + index)).toEqual(Buffer.alloc(100 + index, index));
      rest = rest.subarray(107 + index);
    }
    expect(rest.length).toBe(0);
  });

  it('starts a late joiner with a burst of whole frames that ends at the live edge', async () => {
    station = await startStation({ ...PAIRS, burstSeconds: 0.5, httpBurstSeconds: 2 });
    const sink = sendFrames(0, 400);
    const late = await Promise.all([listenWebSocket(station.port), listenHttp(station.port)]);
    for (const index of range(400, 420)) sink.write(syntheticMp3(index));
    await sink.close?.();
    await Promise.all(late.map(({ ended }) => ended));
    const [web, http] = late.map(({ audio }) => readSyntheticMp3(audio()));
    // 9 blocks of 2 frames are 0.47 s, 38 of them 1.99 s.
    expect(web).toEqual(range(400 - 18, 420));
    expect(http).toEqual(range(400 - 76, 420));
  });

  it('takes a hundred joins at once and gives each the burst and all that follows', async () => {
    station = await startStation(PAIRS);
    const sink = sendFrames(0, 100);
    const joined = await Promise.all(range(0, 100).map(() => listenWebSocket(station.port)));
    for (const index of range(100, 140)) sink.write(syntheticMp3(index));
    await sink.close?.();
    await Promise.all(joined.map(({ ended }) => ended));
    for (const { audio } of joined) expect(readSyntheticMp3(audio())).toEqual(range(82, 140));
    expect(station.caster.status()).toMatchObject({ joined: 100, dropped: 0, listeners: [] });
  });

  it('loses nothing for the others when one listener is killed', async () => {
    station = await startStation(EXACT);
    const [doomed, ...healthy] = await Promise.all([
      listenWebSocket(station.port),
      listenWebSocket(station.port),
      listenHttp(station.port),
    ]);
    const sink = station.caster.sink();
    for (const index of range(0, 300)) {
      sink.write(syntheticMp3(index));
      if (index === 100) doomed.kill();
      if (index % 10 === 0) await new Promise(setImmediate);
    }
    await sink.close?.();
    await Promise.all(healthy.map(({ ended }) => ended));
    for (const { audio } of healthy) expect(readSyntheticMp3(audio())).toEqual(range(0, 300));
    const left = station.events.filter(({ type }) => type === 'left');
    expect(left[0]).toMatchObject({ reason: 'closed', kind: 'websocket' });
  });

  it('gives the frames of an unfinished block to listeners when the source stalls', async () => {
    station = await startStation({ ...EXACT, flushMs: 100 });
    const listener = await listenWebSocket(station.port);
    const sink = sendFrames(0, 1);
    await until('the single frame', () => listener.audio().length === FRAME_BYTES);
    await sink.close?.();
  });

  it('stays up after a programme: who joins meanwhile waits for the next one', async () => {
    station = await startStation({ flushMs: 10 });
    await sendFrames(0, 50).close?.();
    expect(station.caster.status().state).toBe('waiting');
    const early = await listenWebSocket(station.port);
    const sink = station.caster.sink();
    expect(station.caster.status().state).toBe('live');
    for (const index of range(1000, 1010)) sink.write(syntheticMp3(index));
    await sink.close?.();
    await early.ended;
    expect(readSyntheticMp3(early.audio())).toEqual(range(1000, 1010));
  });

  it('says `stopped` when the run is aborted', async () => {
    station = await startStation(EXACT);
    const listener = await listenWebSocket(station.port);
    const abort = new AbortController();
    const running = run(concat(from([syntheticMp3(0)]), NEVER), station.caster.sink(), {
      signal: abort.signal,
    });
    await until('audio', () => listener.audio().length > 0);
    abort.abort();
    await expect(running).rejects.toMatchObject({ code: 'aborted' });
    expect(await listener.ended).toBe('1001');
    expect(JSON.parse(listener.texts.at(-1) ?? '')).toEqual({ type: 'end', reason: 'stopped' });
  });

  it('says `failed` when the source fails, and resets HTTP listeners', async () => {
    station = await startStation(EXACT);
    const web = await listenWebSocket(station.port);
    const http = await listenHttp(station.port);
    const failing = new Subject<never>();
    const running = run(merge(from([syntheticMp3(0)]), failing), station.caster.sink());
    // Node's own reader takes a reset that comes with unread bytes for the end.
    await until('audio', () => http.audio().length > 0);
    failing.error(new AudioFlowError('malformed-data', 'broken file'));
    await expect(running).rejects.toMatchObject({ code: 'malformed-data' });
    expect(await Promise.all([web.ended, http.ended])).toEqual(['1011', 'reset']);
    expect(JSON.parse(web.texts.at(-1) ?? '')).toEqual({ type: 'end', reason: 'failed' });
  });

  it('refuses packets of another format instead of sending them under a wrong label', async () => {
    station = await startStation();
    const sink = station.caster.sink();
    const write = (change: object) => () => sink.write({ ...syntheticMp3(0), ...change });
    for (const change of [{ codec: 'aac' }, { sampleRate: 48000 }, { channelCount: 1 }]) {
      expect(write(change)).toThrow(expect.objectContaining({ code: 'format-changed' }));
    }
  });

  it('takes one programme at a time, and none once closed', async () => {
    station = await startStation();
    const { caster } = station;
    const sink = caster.sink();
    expect(() => caster.sink()).toThrow(expect.objectContaining({ code: 'invalid-state' }));
    await caster.close();
    expect(() => sink.write(syntheticMp3(0))).toThrow(
      expect.objectContaining({ code: 'invalid-state' }),
    );
    expect(() => caster.sink()).toThrow(expect.objectContaining({ code: 'invalid-state' }));
    expect(caster.status().state).toBe('closed');
  });

  it('tells all listeners when the broadcaster closes', async () => {
    station = await startStation(EXACT);
    const web = await listenWebSocket(station.port);
    const http = await listenHttp(station.port);
    await station.caster.close();
    expect(await Promise.all([web.ended, http.ended])).toEqual(['1001', 'end']);
    expect(JSON.parse(web.texts.at(-1) ?? '')).toEqual({ type: 'end', reason: 'closed' });
  });
});
