import { type AudioFrame, isAudioFlowError, type Packet } from '@audioflow/core';
import type { AudioCodec } from '@audioflow/core/codec';
import { align, joinFrames, snr, splitFrame, totalLength } from '@audioflow/core/testing';
import { describe, expect, it } from '@jest/globals';
import {
  type AacEncodeOptions,
  aac,
  type DecodeOptions,
  type Mp3EncodeOptions,
  mp3,
} from '../codec/index.js';
import { describeWithFfmpeg } from '../fixtures/ffmpeg.js';
import { noiseBytes } from '../fixtures/mp3-stream.js';
import { decodeAll, encodeAll, toneFrame } from '../fixtures/sessions.js';

type ChildEngine = 'fork' | 'process';
type Options = Mp3EncodeOptions & AacEncodeOptions;

const tone: AudioFrame = { ...toneFrame(100_001, 48_000, 2), pts: 777 };
const parts = splitFrame(tone, [1000, 333]);

/** Damages the body of every tenth packet, seeded. */
const damaged = <C extends string>(packets: readonly Packet<C>[], seed: number): Packet<C>[] =>
  packets.map((packet, i) => {
    if (i % 10 !== 9) return packet;
    const data = packet.data.slice();
    const noise = noiseBytes(data.length, seed * 1000 + i);
    for (let at = 6; at < data.length; at++) data[at] = noise[at] ?? 0;
    return { ...packet, data };
  });

const describeAgreement = <C extends string>(
  engine: ChildEngine,
  codec: AudioCodec<C, Options, DecodeOptions>,
  frameSize: number,
): void => {
  describe(`${codec.id} on ${engine} beside native`, () => {
    it('encodes to the same timeline', async () => {
      const native = await encodeAll(codec, parts, { engine: 'native' });
      const other = await encodeAll(codec, parts, { engine });
      const times = (packets: readonly Packet<C>[]) =>
        packets.map(({ data: _data, ...rest }) => rest);
      expect(times(other)).toEqual(times(native));
      if (engine === 'fork') expect(other).toEqual(native);
      const plane = tone.channels[0] ?? new Float32Array();
      const quality = async (packets: readonly Packet<C>[]): Promise<number> => {
        const [back = new Float32Array()] = joinFrames(await decodeAll(codec, packets, {}));
        expect(align(plane.subarray(2000, 8000), back.subarray(2000, 8000), 64).lag).toBe(0);
        return snr(plane, back);
      };
      expect(Math.abs((await quality(other)) - (await quality(native)))).toBeLessThan(3);
    });

    it('decodes to the same frames', async () => {
      const packets = await encodeAll(codec, parts, {});
      const native = await decodeAll(codec, packets, { engine: 'native' });
      const other = await decodeAll(codec, packets, { engine });
      const times = (frames: readonly AudioFrame[]) =>
        frames.map(({ pts, length }) => [pts, length]);
      expect(times(other)).toEqual(times(native));
      if (engine === 'fork') expect(other).toEqual(native);
      for (const [c, plane] of joinFrames(native).entries()) {
        // Other versions of the same decoder: they differ in rounding.
        expect(snr(plane, joinFrames(other)[c] ?? new Float32Array())).toBeGreaterThan(90);
      }
    });

    it('keeps time and sound where packets are damaged', async () => {
      const packets = await encodeAll(codec, parts, {});
      const clean = joinFrames(await decodeAll(codec, packets, {}));
      let compared = 0;
      for (let seed = 1; seed <= 4; seed++) {
        const frames = await decodeAll(codec, damaged(packets, seed), { engine });
        for (const { pts, length, channels } of frames) {
          // Far enough behind the damage that nothing of it is borrowed from.
          const index = Math.round((pts - (packets[0]?.pts ?? 0)) / frameSize);
          if (index % 10 < 4 || index % 10 > 8 || length < frameSize) continue;
          const expected = clean[0]?.subarray(pts - tone.pts, pts - tone.pts + length);
          expect(
            snr(expected ?? new Float32Array(), channels[0] ?? new Float32Array()),
          ).toBeGreaterThan(40);
          compared++;
        }
      }
      expect(compared).toBeGreaterThan(100);
    });

    it('survives what is no packet at all, and counts it', async () => {
      const packets = await encodeAll(codec, parts, {});
      const mixed = packets.map((packet, i) => {
        const dice = noiseBytes(4, (i + 1) * 0x9e3779b1);
        if (i < 5 || (dice[0] ?? 0) > 64) return packet;
        const data =
          (dice[1] ?? 0) > 128
            ? packet.data.slice(0, dice[2])
            : noiseBytes(300, (i + 1) * 0x9e3779b1);
        return { ...packet, data };
      });
      const frames = await decodeAll(codec, mixed, { engine, onFormatChange: 'restart' });
      expect(totalLength(frames)).toBeGreaterThan(20_000);
      const strict = decodeAll(codec, mixed, {
        engine,
        onMalformed: 'error',
        onFormatChange: 'restart',
      });
      const error: unknown = await strict.catch((reason) => reason);
      expect(isAudioFlowError(error, 'malformed-data')).toBe(true);
    });

    it('goes on in a new format, or fails, as told', async () => {
      const both = [
        ...(await encodeAll(codec, [toneFrame(20_000, 48_000, 2)], {})),
        ...(await encodeAll(codec, [{ ...toneFrame(20_000, 32_000, 1), pts: 20_000 }], {})),
      ];
      await expect(decodeAll(codec, both, { engine })).rejects.toMatchObject({
        code: 'format-changed',
      });
      const frames = await decodeAll(codec, both, { engine, onFormatChange: 'restart' });
      const lengthAt = (rate: number): number =>
        totalLength(frames.filter(({ sampleRate }) => sampleRate === rate));
      expect([lengthAt(48_000), lengthAt(32_000)]).toEqual([20_000, 20_000]);
      expect(frames.at(-1)?.channels.length).toBe(1);
    });
  });
};

for (const engine of ['fork', 'process'] as const) {
  const tests = (): void => {
    describeAgreement(engine, mp3, 1152);
    describeAgreement(engine, aac, 1024);
  };
  if (engine === 'fork') tests();
  else describeWithFfmpeg('with an ffmpeg program', tests);
}
