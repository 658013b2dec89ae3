import type { Packet } from '@audioflow/core';
import { afterEach, describe, expect, it } from '@jest/globals';
import { listenHttp, listenWebSocket } from './fixtures/listen.js';
import { type Station, startStation } from './fixtures/start-station.js';
import { range } from './fixtures/synthetic-mp3.js';

const FORMAT = { sampleRate: 8000, channelCount: 2 };
const PCM = { codec: 'pcm', ...FORMAT, flushMs: 10, burstSeconds: 0, httpBurstSeconds: 0 } as const;
const S16LE = Uint8Array.from('s16le', (letter) => letter.charCodeAt(0));

/** 100 sample frames; the left channel counts, the right one counts back. */
const counting = (index: number, change: Partial<Packet<'pcm'>> = {}): Packet<'pcm'> => {
  const samples = new Int16Array(200);
  for (let at = 0; at < 100; at += 1) {
    const value = 100 * index + at;
    samples.set([value, -value], 2 * at);
  }
  const data = new Uint8Array(samples.buffer);
  const at = { pts: 100 * index, duration: 100, config: S16LE };
  return { kind: 'packet', codec: 'pcm', data, ...FORMAT, ...at, ...change };
};

const expected = (from: number, to: number): Buffer =>
  Buffer.concat(range(from, to).map((index) => counting(index).data));

describe('broadcaster: pcm', () => {
  let station: Station;
  afterEach(() => station.stop());

  it('sends whole sample frames over WebSocket, and says how they are packed', async () => {
    station = await startStation(PCM);
    const listener = await listenWebSocket(station.port);
    expect(JSON.parse(listener.texts[0] ?? '')).toMatchObject({
      type: 'config',
      codec: 'pcm',
      mime: 'audio/wav',
      sampleType: 's16',
      ...FORMAT,
    });
    const sink = station.caster.sink();
    for (const index of range(0, 20)) sink.write(counting(index));
    await sink.close?.();
    await listener.ended;
    expect(listener.audio()).toEqual(expected(0, 20));
  });

  it('is a WAV file without an end over HTTP, to late joiners too', async () => {
    station = await startStation({ ...PCM, httpBurstSeconds: 0.05 });
    const early = await listenHttp(station.port);
    const sink = station.caster.sink();
    for (const index of range(0, 20)) sink.write(counting(index));
    const late = await listenHttp(station.port, '/live?codec=pcm');
    for (const index of range(20, 25)) sink.write(counting(index));
    await sink.close?.();
    await Promise.all([early.ended, late.ended]);
    expect(early.headers['content-type']).toBe('audio/wav');
    const [head, rest] = [early.audio().subarray(0, 44), early.audio().subarray(44)];
    expect(Buffer.from(head).toString('latin1')).toMatch(/^RIFF\xff{4}WAVEfmt /);
    expect(Buffer.from(head.subarray(36)).toString('latin1')).toBe('data\xff\xff\xff\xff');
    expect(rest).toEqual(expected(0, 25));
    expect(late.audio().subarray(0, 44)).toEqual(head);
    expect(late.audio().subarray(44)).toEqual(expected(16, 25));
  });

  it('refuses another packing, and packets that end within a sample', async () => {
    station = await startStation(PCM);
    const sink = station.caster.sink();
    const config = Uint8Array.from('f32le', (letter) => letter.charCodeAt(0));
    expect(() => sink.write(counting(0, { config }))).toThrow(
      expect.objectContaining({ code: 'format-changed' }),
    );
    expect(() => sink.write(counting(0, { data: new Uint8Array(7) }))).toThrow(
      expect.objectContaining({ code: 'malformed-data' }),
    );
  });
});
