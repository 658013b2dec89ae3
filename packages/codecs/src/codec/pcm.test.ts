import { createFrame, type Packet, SAMPLE_TYPES, type SampleType } from '@audioflow/core';
import { joinFrames, noiseFrame, totalLength } from '@audioflow/core/testing';
import { describe, expect, it } from '@jest/globals';
import { decodeAll, encodeAll } from '../fixtures/sessions.js';
import { pcm } from './pcm.js';

const nameOf = (packet: Packet<'pcm'> | undefined): string =>
  String.fromCharCode(...(packet?.config ?? []));

describe('pcm', () => {
  it.each(
    SAMPLE_TYPES,
  )('packs and unpacks %s in both byte orders without options', async (sampleType) => {
    const frame = noiseFrame(1000, { channelCount: 3, seed: 4 });
    const steps: Record<SampleType, number> = {
      u8: 7,
      s16: 15,
      s24: 23,
      s32: 31,
      f32: 30,
      f64: 30,
    };
    for (const endian of ['little', 'big'] as const) {
      const packets = await encodeAll(pcm, [{ ...frame, pts: 77 }], { sampleType, endian });
      const suffix = sampleType === 'u8' ? '' : endian === 'little' ? 'le' : 'be';
      expect(nameOf(packets[0])).toBe(`${sampleType}${suffix}`);
      const back = await decodeAll(pcm, packets, {});
      expect(back[0]?.pts).toBe(77);
      for (const [c, plane] of joinFrames(back).entries()) {
        const wanted = frame.channels[c] ?? new Float32Array();
        for (let i = 0; i < plane.length; i++) {
          expect(Math.abs((plane[i] ?? 0) - (wanted[i] ?? 0))).toBeLessThanOrEqual(
            0.5 ** steps[sampleType] / 2 + 2 ** -25,
          );
        }
      }
    }
  });

  it('gives back all 65536 values of s16', async () => {
    const all = Float32Array.from({ length: 65_536 }, (_, i) => (i - 32_768) / 32_768);
    const [packet] = await encodeAll(pcm, [createFrame([all], { sampleRate: 8000 })], {});
    const values = new Int16Array(packet?.data.buffer ?? new ArrayBuffer(0));
    expect(values.every((value, i) => value === i - 32_768)).toBe(true);
    if (packet === undefined) throw new Error('no packet');
    const back = joinFrames(await decodeAll(pcm, [packet], {}))[0];
    expect(back).toEqual(all);
  });

  it('takes the options where packets have no configuration', async () => {
    const data = Uint8Array.of(0x40, 0x00, 0xc0, 0x00);
    const packet: Packet<'pcm'> = {
      kind: 'packet',
      codec: 'pcm',
      data,
      sampleRate: 8000,
      channelCount: 2,
      pts: 0,
      duration: 1,
    };
    const [frame] = await decodeAll(pcm, [packet], { endian: 'big' });
    expect(frame?.channels.map((plane) => plane[0])).toEqual([0.5, -0.5]);
  });

  it('honours trims, and leaves out packets that end within a sample', async () => {
    const frame = noiseFrame(100, { channelCount: 2 });
    const [packet] = await encodeAll(pcm, [frame], { sampleType: 'f32' });
    if (packet === undefined) throw new Error('no packet');
    const trimmed = { ...packet, trimStart: 10, trimEnd: 20 };
    const broken = { ...packet, data: packet.data.subarray(0, 13), pts: 100 };
    const frames = await decodeAll(pcm, [trimmed, broken, { ...packet, pts: 200 }], {});
    expect(frames.map((f) => [f.pts, f.length])).toEqual([
      [10, 70],
      [200, 100],
    ]);
    expect(totalLength(await decodeAll(pcm, [{ ...packet, trimStart: 500 }], {}))).toBe(0);
    expect(totalLength(await decodeAll(pcm, [{ ...packet, trimEnd: 500 }], {}))).toBe(0);
    await expect(decodeAll(pcm, [broken], { onMalformed: 'error' })).rejects.toMatchObject({
      code: 'malformed-data',
    });
  });

  it.each([
    { trimStart: Number.NaN },
    { trimStart: -1 },
    { trimEnd: 2.5 },
    { trimEnd: Number.POSITIVE_INFINITY },
  ])('takes a packet with %j for malformed', async (trims) => {
    const [packet] = await encodeAll(pcm, [noiseFrame(100, { channelCount: 2 })], {});
    if (packet === undefined) throw new Error('no packet');
    const packets = [
      { ...packet, ...trims },
      { ...packet, pts: 100 },
    ];
    const frames = await decodeAll(pcm, packets, { onMalformed: 'skip' });
    expect(frames.map((f) => [f.pts, f.length])).toEqual([[100, 100]]);
    await expect(decodeAll(pcm, packets, { onMalformed: 'error' })).rejects.toMatchObject({
      code: 'malformed-data',
      message: expect.stringContaining(Object.keys(trims)[0] ?? ''),
    });
  });
});
