import { type AudioFrame, createFrame, isAudioFlowError, type Packet } from '@audioflow/core';
import { joinFrames, splitFrame, totalLength } from '@audioflow/core/testing';
import { describe, expect, it } from '@jest/globals';
import { aac, mp3, pcm } from '../codec/index.js';
import { decodeAll, encodeAll, toneFrame } from '../fixtures/sessions.js';
import { PushDecoder, PushEncoder } from './index.js';

const STEREO = { sampleRate: 48_000, channelCount: 2 };
const tone = toneFrame(10_000, 48_000, 2);

const drain = <C extends string>(encoder: PushEncoder<C>, flush = false): Packet<C>[] => {
  const packets: Packet<C>[] = [];
  for (let p = encoder.get({ flush }); p !== undefined; p = encoder.get({ flush })) packets.push(p);
  return packets;
};
const drainFrames = (decoder: PushDecoder<'mp3'>, flush = false): AudioFrame[] => {
  const frames: AudioFrame[] = [];
  for (let f = decoder.get({ flush }); f !== undefined; f = decoder.get({ flush })) frames.push(f);
  return frames;
};
const codeOf = (call: () => unknown): string => {
  try {
    call();
  } catch (error) {
    if (isAudioFlowError(error)) return `${error.code}: ${error.message}`;
  }
  return 'nothing';
};

describe('PushEncoder', () => {
  it('only holds what is put in, and encodes when asked', async () => {
    const encoder = await PushEncoder.open(mp3, STEREO);
    expect([encoder.state, encoder.pending]).toEqual(['empty', 0]);
    encoder.put(
      createFrame([new Float32Array(500), new Float32Array(500)], { sampleRate: 48_000 }),
    );
    expect([encoder.state, encoder.pending]).toEqual(['need-more', 500]);
    expect(encoder.get()).toBeUndefined();
    for (const frame of splitFrame({ ...toneFrame(5000, 48_000, 2), pts: 500 }, [700]))
      encoder.put(frame);
    expect([encoder.state, encoder.pending]).toEqual(['ready', 5500]);
    expect(encoder.get()?.pts).toBe(-1105);
    // Two whole chunks went in for it: the encoder answers one chunk late.
    expect(encoder.pending).toBeLessThan(5500);
    encoder.close();
  });

  it('gives the packets of the operator for any put, with the end exactly once', async () => {
    const expected = await encodeAll(aac, [tone], {});
    for (const cut of [[1], [333], [1024], [10_000]]) {
      const encoder = await PushEncoder.open(aac, STEREO, {});
      const packets: Packet<'aac'>[] = [];
      for (const frame of splitFrame(tone, cut)) {
        encoder.put(frame);
        packets.push(...drain(encoder));
      }
      packets.push(...drain(encoder, true));
      expect(packets.map((p) => [p.pts, p.trimEnd])).toEqual(
        expected.map((p) => [p.pts, p.trimEnd]),
      );
      expect(packets.map((p) => p.data)).toEqual(expected.map((p) => p.data));
      expect([encoder.state, encoder.pending, encoder.get(), encoder.get({ flush: true })]).toEqual(
        ['empty', 0, undefined, undefined],
      );
      encoder.close();
    }
  });

  it('refuses input after the end until reset, and begins anew then', async () => {
    const encoder = await PushEncoder.open(mp3, STEREO);
    encoder.put(tone);
    const first = drain(encoder, true);
    expect(codeOf(() => encoder.put(tone))).toMatch(/^invalid-state: .*reset\(\)/);
    await encoder.reset();
    expect([encoder.state, encoder.pending]).toEqual(['empty', 0]);
    encoder.put(tone);
    expect(drain(encoder, true)).toEqual(first);
    encoder.close();
    encoder.close();
    expect(codeOf(() => encoder.put(tone))).toMatch(/^invalid-state/);
    expect(codeOf(() => encoder.get())).toMatch(/^invalid-state/);
  });

  it('may be reset in mid-stream', async () => {
    const encoder = await PushEncoder.open(mp3, STEREO);
    encoder.put(tone);
    encoder.get();
    const resetting = encoder.reset();
    expect(codeOf(() => encoder.put(tone))).toMatch(/await reset\(\)/);
    await resetting;
    encoder.put(tone);
    expect(totalLength(await decodeAll(mp3, drain(encoder, true), {}))).toBe(10_000);
    encoder.close();
  });

  it('ends before any input without a packet', async () => {
    const encoder = await PushEncoder.open(mp3, STEREO);
    expect(encoder.get({ flush: true })).toBeUndefined();
    encoder.close();
  });

  it('refuses another format and a gap, and stays as it was', async () => {
    const encoder = await PushEncoder.open(mp3, STEREO);
    encoder.put(toneFrame(100, 48_000, 2));
    expect(codeOf(() => encoder.put(toneFrame(100, 44_100, 2)))).toMatch(/^format-changed/);
    expect(codeOf(() => encoder.put(toneFrame(100, 48_000, 1)))).toMatch(/^format-changed/);
    expect(codeOf(() => encoder.put({ ...toneFrame(100, 48_000, 2), pts: 300 }))).toMatch(
      /^malformed-data: .*pts 100, got 300/,
    );
    const uneven = {
      ...toneFrame(100, 48_000, 2),
      channels: [new Float32Array(100), new Float32Array(7)],
    };
    expect(codeOf(() => encoder.put(uneven))).toMatch(/^malformed-data/);
    expect(encoder.pending).toBe(100);
    encoder.close();
  });

  it('copies: a buffer that is used again changes nothing', async () => {
    const encoder = await PushEncoder.open(
      pcm,
      { ...STEREO, chunkSamples: 4 },
      { sampleType: 'f32' },
    );
    const planes = [Float32Array.of(1, 2, 3, 4), Float32Array.of(5, 6, 7, 8)];
    encoder.put(createFrame(planes, { sampleRate: 48_000 }));
    for (const plane of planes) plane.fill(0);
    const packet = encoder.get();
    expect([...new Float32Array(packet?.data.buffer ?? new ArrayBuffer(0))]).toEqual([
      1, 5, 2, 6, 3, 7, 4, 8,
    ]);
    encoder.close();
  });

  it('takes any chunk length and checks it', async () => {
    const encoder = await PushEncoder.open(pcm, { ...STEREO, chunkSamples: 3000 });
    encoder.put(tone);
    expect(drain(encoder).map((p) => p.duration)).toEqual([3000, 3000, 3000]);
    expect(drain(encoder, true).map((p) => [p.pts, p.duration])).toEqual([[9000, 1000]]);
    encoder.close();
    await expect(PushEncoder.open(pcm, { ...STEREO, chunkSamples: 0 })).rejects.toMatchObject({
      code: 'invalid-option',
    });
  });
});

describe('PushDecoder', () => {
  it('decodes at once, and ends with everything', async () => {
    const packets = await encodeAll(mp3, [tone], {});
    const [first] = packets;
    if (first === undefined) throw new Error('no packet');
    const decoder = await PushDecoder.open(mp3, first);
    decoder.put(first);
    expect([decoder.state, decoder.pending]).toEqual(['ready', 47]);
    const frames: AudioFrame[] = [];
    for (const packet of packets.slice(1)) {
      decoder.put(packet);
      frames.push(...drainFrames(decoder));
    }
    frames.push(...drainFrames(decoder, true));
    expect(totalLength(frames)).toBe(10_000);
    expect(codeOf(() => decoder.put(first))).toMatch(/^invalid-state: .*reset\(\)/);
    await decoder.reset();
    for (const packet of packets) decoder.put(packet);
    expect(joinFrames(drainFrames(decoder, true))).toEqual(joinFrames(frames));
    decoder.close();
    decoder.close();
  });

  it('answers chunks of a length, the short rest at the end', async () => {
    const packets = await encodeAll(mp3, [tone], {});
    const decoder = await PushDecoder.open(mp3, { ...STEREO, chunkSamples: 3000 });
    for (const packet of packets) decoder.put(packet);
    expect(drainFrames(decoder).map((f) => [f.pts, f.length])).toEqual([
      [0, 3000],
      [3000, 3000],
      [6000, 3000],
    ]);
    expect([decoder.state, decoder.pending]).toEqual(['need-more', 1000]);
    expect(drainFrames(decoder, true).map((f) => [f.pts, f.length])).toEqual([[9000, 1000]]);
    decoder.close();
  });

  it('takes bare bytes, which follow on', async () => {
    const packets = await encodeAll(mp3, [tone], {});
    const decoder = await PushDecoder.open(mp3, STEREO);
    for (const packet of packets) decoder.put(packet.data);
    const frames = drainFrames(decoder, true);
    expect(frames.map((f) => f.pts)).toEqual(packets.map((_, i) => i * 1152));
    decoder.close();
  });
});
