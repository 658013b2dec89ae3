import { afterEach, describe, expect, it } from '@jest/globals';
import { listenHttp, listenWebSocket } from './fixtures/listen.js';
import { splitIcy } from './fixtures/split-icy.js';
import { type Station, startStation } from './fixtures/start-station.js';
import { FRAME_BYTES, range, readSyntheticMp3, syntheticMp3 } from './fixtures/synthetic-mp3.js';

const EXACT = { flushMs: 10, burstSeconds: 0, httpBurstSeconds: 0 };
const ASK = { 'Icy-MetaData': '1' };

describe('broadcaster: what is playing', () => {
  let station: Station;
  afterEach(() => station.stop());

  it('tells HTTP listeners that asked at their next border, and nobody else', async () => {
    station = await startStation({ ...EXACT, icyMetaint: 1000 });
    const asking = await listenHttp(station.port, '/live', ASK);
    const plain = await listenHttp(station.port, '/live', { 'Icy-MetaData': '0' });
    const sink = station.caster.sink();
    station.caster.setTitle('Café ☾ - one');
    for (const index of range(0, 10)) sink.write(syntheticMp3(index));
    station.caster.setTitle({ title: 'two', url: 'http://two.example' });
    for (const index of range(10, 20)) sink.write(syntheticMp3(index));
    await sink.close?.();
    await Promise.all([asking.ended, plain.ended]);
    expect(asking.headers['icy-metaint']).toBe('1000');
    expect(plain.headers['icy-metaint']).toBeUndefined();
    const { audio, texts } = splitIcy(asking.audio(), 1000);
    expect(texts).toEqual([
      { at: 1000, text: "StreamTitle='Café ☾ - one';" },
      { at: 5000, text: "StreamTitle='two';StreamUrl='http://two.example';" },
    ]);
    expect(readSyntheticMp3(audio)).toEqual(range(0, 20));
    expect(readSyntheticMp3(plain.audio())).toEqual(range(0, 20));
  });

  it('counts from the first byte of the body: burst, WAV header and all', async () => {
    const format = { sampleRate: 8000, channelCount: 1 };
    station = await startStation({ ...format, codec: 'pcm', icyMetaint: 256, flushMs: 10 });
    station.caster.setTitle('early');
    const sink = station.caster.sink();
    const write = (index: number): void => {
      const data = new Uint8Array(200).fill(index);
      sink.write({
        kind: 'packet',
        codec: 'pcm',
        data,
        ...format,
        pts: 100 * index,
        duration: 100,
      });
    };
    range(0, 10).forEach(write);
    const listener = await listenHttp(station.port, '/live', ASK);
    range(10, 20).forEach(write);
    await sink.close?.();
    await listener.ended;
    const { audio, texts } = splitIcy(listener.audio(), 256);
    expect(texts).toEqual([{ at: 256, text: "StreamTitle='early';" }]);
    expect(audio.subarray(0, 4).toString()).toBe('RIFF');
    expect(audio.subarray(44)).toEqual(
      Buffer.concat(range(0, 20).map((index) => Buffer.alloc(200, index))),
    );
  });

  it('tells WebSocket listeners between whole frames, and late ones after the config', async () => {
    station = await startStation(EXACT);
    const early = await listenWebSocket(station.port);
    const sink = station.caster.sink();
    sink.write(syntheticMp3(0));
    station.caster.setTitle({ title: 'one', url: 'http://one.example' });
    station.caster.setTitle({ title: 'one', url: 'http://one.example' });
    sink.write(syntheticMp3(1));
    const late = await listenWebSocket(station.port);
    station.caster.setTitle('two');
    await sink.close?.();
    await Promise.all([early.ended, late.ended]);
    const said = [
      { type: 'title', title: 'one', url: 'http://one.example' },
      { type: 'title', title: 'two' },
      { type: 'end', reason: 'complete' },
    ];
    for (const { texts } of [early, late]) {
      expect(texts.slice(1).map((text) => JSON.parse(text))).toEqual(said);
    }
    expect(readSyntheticMp3(early.audio())).toEqual([0, 1]);
    expect(station.caster.status()).toMatchObject({ title: 'two' });
    expect(station.events.filter(({ type }) => type === 'title').length).toBe(2);
  });

  it('goes on at a border after a programme, with the title that holds', async () => {
    station = await startStation({ ...EXACT, icyMetaint: 2 * FRAME_BYTES });
    station.caster.setTitle('the station');
    const sink = station.caster.sink();
    await sink.close?.();
    const listener = await listenHttp(station.port, '/live', ASK);
    const next = station.caster.sink();
    for (const index of range(0, 4)) next.write(syntheticMp3(index));
    await next.close?.();
    await listener.ended;
    const { audio, texts } = splitIcy(listener.audio(), 2 * FRAME_BYTES);
    expect(texts).toEqual([{ at: 2 * FRAME_BYTES, text: "StreamTitle='the station';" }]);
    expect(readSyntheticMp3(audio)).toEqual(range(0, 4));
  });

  it('says in headers what the station is', async () => {
    const about = { name: 'Nachtflug ☾', description: 'All night', genre: 'Jazz' };
    station = await startStation({ ...about, url: 'http://n.example', isPublic: true });
    const { headers } = await listenHttp(station.port, '/live', ASK);
    const text = (name: string): string => Buffer.from(String(headers[name]), 'latin1').toString();
    expect(['icy-name', 'icy-description', 'icy-genre', 'icy-url', 'icy-pub'].map(text)).toEqual([
      'Nachtflug ☾',
      'All night',
      'Jazz',
      'http://n.example',
      '1',
    ]);
  });

  it('refuses what is no title', async () => {
    station = await startStation();
    const { setTitle } = station.caster;
    for (const wrong of [{ title: 'x'.repeat(4097) }, { title: 'x', artist: 'y' }]) {
      expect(() => setTitle(wrong)).toThrow(expect.objectContaining({ code: 'invalid-option' }));
    }
  });
});
