import { createHash } from 'node:crypto';
import { type AudioFrame, createFrame, interleave, type SampleType } from '@audioflow/core';
import { joinFrames, splitFrame } from '@audioflow/core/testing';
import { describe, expect, it } from '@jest/globals';
import { decodeAll, encodeAll } from '../fixtures/sessions.js';
import { alac } from './alac.js';
import { flac } from './flac.js';
import { wavpack } from './wavpack.js';

const BITS = { s16: 16, s24: 24 } as const;
type Stored = keyof typeof BITS;

/** Noise on every value that a sample type has, its ends among them, seeded. */
const gridFrame = (length: number, channelCount: number, sampleType: Stored): AudioFrame => {
  const scale = 2 ** (BITS[sampleType] - 1);
  let state = 12_345;
  const channels = Array.from({ length: channelCount }, () =>
    Float32Array.from({ length }, (_, i) => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      if (i % 97 === 0) return -1;
      if (i % 89 === 0) return (scale - 1) / scale;
      return Math.floor((state / 2 ** 32 - 0.5) * 2 * scale) / scale;
    }),
  );
  return { ...createFrame(channels, { sampleRate: 48_000 }), pts: 77 };
};

const CODECS = [flac, alac, wavpack];

describe.each(CODECS)('$id is lossless', (codec) => {
  it.each([
    ['s16', 1],
    ['s16', 2],
    ['s16', 6],
    ['s24', 1],
    ['s24', 2],
    ['s24', 8],
  ] as const)('of %s in %i channels', async (sampleType, channelCount) => {
    for (const length of [1, 4607, 10_007]) {
      const frame = gridFrame(length, channelCount, sampleType);
      const packets = await encodeAll(codec, splitFrame(frame, [1000, 7]), { sampleType });
      const frames = await decodeAll(codec, packets, {});
      expect(frames[0]?.pts).toBe(77);
      expect(joinFrames(frames)).toEqual(frame.channels);
    }
  });

  it('rounds what lies between, and clips what lies beyond', async () => {
    const step = 2 ** -23;
    const between = Float32Array.of(0.25 + 0.4 * step, 0.1 * step, -0.1 * step, 1.5, -1.5, 1);
    const packets = await encodeAll(codec, [createFrame([between], { sampleRate: 48_000 })], {});
    const [plane] = joinFrames(await decodeAll(codec, packets, {}));
    expect([...(plane ?? [])]).toEqual([0.25, 0, 0, 1 - step, -1, 1 - step]);
  });
});

describe('wavpack of floats', () => {
  it('is lossless too, beyond full scale and below every integer', async () => {
    const plane = Float32Array.from(
      { length: 30_000 },
      (_, i) => Math.sin(i) * 10 ** ((i % 9) - 7),
    );
    const frame = createFrame([plane, plane.slice().reverse()], { sampleRate: 48_000 });
    const packets = await encodeAll(wavpack, [frame], { sampleType: 'f32' });
    expect(joinFrames(await decodeAll(wavpack, packets, {}))).toEqual(frame.channels);
  });
});

describe('flac', () => {
  it.each([
    ['s16', 9216],
    ['s24', 10_007],
  ] as const)('tells the MD5 and the length of %s at the end', async (sampleType, length) => {
    const frame = gridFrame(length, 2, sampleType);
    const packets = await encodeAll(flac, [frame], { sampleType });
    const [first, last] = [packets[0]?.config, packets.at(-1)?.config];
    if (first === undefined || last === undefined) throw new Error('no config');
    expect(packets.slice(0, -1).every(({ config }) => config === first)).toBe(true);
    const type: SampleType = sampleType;
    const md5 = createHash('md5').update(interleave(frame, type)).digest();
    expect(Buffer.from(last.subarray(18)).equals(md5)).toBe(true);
    expect(Buffer.from(last).readUInt32BE(14)).toBe(length);
    expect(flac.sameConfig?.(first, last)).toBe(true);
    const other = first.slice();
    other[12] = (other[12] ?? 0) ^ 0x10;
    expect(flac.sameConfig?.(first, other)).toBe(false);
  });

  it('tells the same on the fork engine', async () => {
    const parts = splitFrame(gridFrame(10_007, 2, 's24'), [1000]);
    const forked = await encodeAll(flac, parts, { engine: 'fork' });
    expect(forked).toEqual(await encodeAll(flac, parts, { engine: 'native' }));
  });

  it('names the nearest rate that a frame can tell', async () => {
    const open = async () => flac.openEncoder({ sampleRate: 100_001, channelCount: 1 }, {});
    await expect(open()).rejects.toMatchObject({
      code: 'unsupported',
      details: { nearest: 100_000 },
    });
  });
});
