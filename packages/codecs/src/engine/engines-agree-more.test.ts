import type { AudioFrame, Packet } from '@audioflow/core';
import type { AudioCodec } from '@audioflow/core/codec';
import { align, joinFrames, snr, splitFrame } from '@audioflow/core/testing';
import { describe, expect, it } from '@jest/globals';
import { aac, adpcmIma, alac, flac, g722, opus, vorbis, wavpack } from '../codec/index.js';
import { describeWithFfmpeg } from '../fixtures/ffmpeg.js';
import { noiseBytes } from '../fixtures/mp3-stream.js';
import { decodeAll, encodeAll, toneFrame } from '../fixtures/sessions.js';
import type { EngineOptions } from './index.js';

interface Case<C extends string, E extends EngineOptions, D extends EngineOptions> {
  readonly codec: AudioCodec<C, E, D>;
  readonly options: E;
  readonly decodeOptions: D;
  readonly sampleRate: number;
  readonly channelCount: number;
  readonly lossless: boolean;
}

const times = (packets: readonly Packet[]) => packets.map(({ data: _data, ...rest }) => rest);
/** Encoders write their version into it. */
const withoutConfig = (packets: readonly Packet[]) =>
  times(packets).map(({ config: _config, ...rest }) => rest);
const spans = (frames: readonly AudioFrame[]) => frames.map(({ pts, length }) => [pts, length]);

const describeAgreement = <C extends string, E extends EngineOptions, D extends EngineOptions>(
  engine: 'fork' | 'process',
  spec: Case<C, E, D>,
): void => {
  const { codec, options, decodeOptions, sampleRate, channelCount, lossless } = spec;
  const encodeOn = (name: 'fork' | 'process' | 'native', frames: readonly AudioFrame[]) =>
    encodeAll(codec, frames, { ...options, engine: name });
  const decodeOn = (name: 'fork' | 'process' | 'native', packets: readonly Packet<C>[]) =>
    decodeAll(codec, packets, { ...decodeOptions, engine: name });
  const tone: AudioFrame = { ...toneFrame(26_001, sampleRate, channelCount), pts: 777 };

  describe(`${codec.id} in ${channelCount} channels on ${engine} beside native`, () => {
    it('encodes to the same timeline, and as well', async () => {
      const native = await encodeOn('native', [tone]);
      for (const length of [1, tone.length]) {
        const part = { ...tone, length, channels: tone.channels.map((p) => p.slice(0, length)) };
        const expected = length === 1 ? await encodeOn('native', [part]) : native;
        const other = await encodeOn(engine, splitFrame(part, [1000, 333]));
        expect(withoutConfig(other)).toEqual(withoutConfig(expected));
        if (engine === 'fork') expect(other).toEqual(expected);
        const back = joinFrames(await decodeOn('native', other));
        const own = joinFrames(await decodeOn('native', expected));
        if (lossless) expect(back).toEqual(own);
        for (const [c, plane] of part.channels.entries()) {
          const found = back[c] ?? new Float32Array();
          expect(found.length).toBe(length);
          if (lossless || length === 1) continue;
          const middle = [4000, 12_000] as const;
          expect(align(plane.subarray(...middle), found.subarray(...middle), 64).lag).toBe(0);
          const before = snr(plane, own[c] ?? new Float32Array());
          expect(Math.abs(snr(plane, found) - before)).toBeLessThan(3);
        }
      }
    });

    it('decodes to the same frames', async () => {
      const packets = await encodeOn('native', [tone]);
      const native = await decodeOn('native', packets);
      const other = await decodeOn(engine, packets);
      expect(spans(other)).toEqual(spans(native));
      if (engine === 'fork' || lossless) expect(joinFrames(other)).toEqual(joinFrames(native));
      for (const [c, plane] of joinFrames(native).entries()) {
        // Two versions of IMA ADPCM differ in the last of 16 bits.
        expect(snr(plane, joinFrames(other)[c] ?? new Float32Array())).toBeGreaterThan(50);
      }
    });

    it('keeps the time of what follows a bad packet', async () => {
      const packets = await encodeOn('native', [tone]);
      const bad = packets.map((packet, i) =>
        i % 5 === 2 ? { ...packet, data: noiseBytes(40, 99 + i) } : packet,
      );
      const clean = joinFrames(await decodeOn('native', packets));
      const frames = await decodeOn(engine, bad);
      const whole = await decodeOn('native', bad);
      // Decoders of two versions take different things for sound: what both have is at the same place.
      const places = new Set(whole.map(({ pts }) => pts));
      const shared = frames.filter(({ pts }) => places.has(pts));
      expect(shared.length).toBeGreaterThanOrEqual(Math.floor(packets.length / 5));
      if (!lossless) return;
      for (const [i, { pts, duration }] of packets.entries()) {
        const frame = i % 5 === 2 ? undefined : frames.find((found) => found.pts === pts);
        if (i % 5 === 2) continue;
        expect(frame?.length).toBe(duration);
        const at = pts - 777;
        expect(frame?.channels[0]).toEqual(clean[0]?.slice(at, at + duration));
      }
    });
  });
};

const on = { decodeOptions: {} };
const each = (engine: 'fork' | 'process'): void => {
  const at48 = { ...on, options: {}, sampleRate: 48_000 };
  describeAgreement(engine, { ...at48, codec: opus, channelCount: 7, lossless: false });
  describeAgreement(engine, { ...at48, codec: vorbis, channelCount: 2, lossless: false });
  describeAgreement(engine, { ...at48, codec: flac, channelCount: 4, lossless: true });
  describeAgreement(engine, {
    ...{ ...at48, options: { sampleType: 's16', blockSize: 1000 } },
    ...{ codec: flac, channelCount: 1, lossless: true },
  });
  describeAgreement(engine, { ...at48, codec: alac, channelCount: 6, lossless: true });
  describeAgreement(engine, {
    ...{ ...at48, sampleRate: 8000, options: { sampleType: 's16' } },
    ...{ codec: wavpack, channelCount: 2, lossless: true },
  });
  describeAgreement(engine, {
    ...{ ...at48, sampleRate: 16_000 },
    ...{ codec: g722, channelCount: 1, lossless: false },
  });
  describeAgreement(engine, { ...at48, codec: adpcmIma, channelCount: 2, lossless: false });
};

each('fork');
describeWithFfmpeg('with an ffmpeg program', () => {
  each('process');

  it('HE-AAC that only its configuration tells of has twice the rate on process, too', async () => {
    const packets = await encodeAll(aac, [toneFrame(24_000, 24_000, 2)], { engine: 'native' });
    // Object type 5: SBR at 48 kHz over LC at 24 kHz (ISO 14496-3 1.6.2.1).
    const config = Uint8Array.of(0x2b, 0x11, 0x88, 0x00);
    const told = packets.map((packet) => ({ ...packet, config }));
    const native = await decodeAll(aac, told, { engine: 'native' });
    const other = await decodeAll(aac, told, { engine: 'process' });
    expect(native[0]?.sampleRate).toBe(48_000);
    expect(other[0]?.sampleRate).toBe(48_000);
    expect(spans(other)).toEqual(spans(native));
  });
});
