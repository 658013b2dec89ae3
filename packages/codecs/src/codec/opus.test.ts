import { align, joinFrames, snr, totalLength } from '@audioflow/core/testing';
import { describe, expect, it } from '@jest/globals';
import { decodeAll, encodeAll, toneFrame } from '../fixtures/sessions.js';
import { opus } from './opus.js';

const tone = toneFrame(30_001, 48_000, 2);

describe('opus', () => {
  it.each([
    2.5, 5, 10, 20, 40, 60, 80, 100, 120,
  ])('keeps length and place in packets of %f ms', async (frameMs) => {
    const packets = await encodeAll(opus, [tone], { frameMs });
    expect(packets[0]?.duration).toBe(48 * frameMs);
    const [plane = new Float32Array()] = joinFrames(await decodeAll(opus, packets, {}));
    const [original = new Float32Array()] = tone.channels;
    expect(plane.length).toBe(tone.length);
    expect(align(original.subarray(9000, 17_000), plane.subarray(9000, 17_000), 400).lag).toBe(0);
    expect(snr(original, plane)).toBeGreaterThan(12);
  });

  it('primes less for the lowest delay', async () => {
    const packets = await encodeAll(opus, [tone], { application: 'lowdelay' });
    expect([packets[0]?.pts, packets[0]?.trimStart]).toEqual([-120, 120]);
    expect(totalLength(await decodeAll(opus, packets, {}))).toBe(tone.length);
  });

  it('keeps every packet of one size at a constant bitrate', async () => {
    const options = { bitrate: 64_000, bitrateMode: 'constant' } as const;
    const packets = await encodeAll(opus, [tone], options);
    expect(new Set(packets.map(({ data }) => data.length))).toEqual(new Set([160]));
  });

  it('puts what mends the packet before into packets where losses are to be met', async () => {
    const mending = async (packetLossPercent: number): Promise<number> => {
      const voice = { application: 'voip', bitrate: 16_000, packetLossPercent } as const;
      const packets = await encodeAll(opus, [tone], voice);
      // RFC 6716, 3.1 and 4.2.3: SILK in the configurations below 16; a bit for voice, then one for redundancy.
      const has = ([toc = 0, head = 0]: Uint8Array) => toc >> 3 < 16 && (head & 0x40) !== 0;
      return packets.filter(({ data }) => has(data)).length;
    };
    expect(await mending(0)).toBe(0);
    expect(await mending(30)).toBeGreaterThan(25);
  });

  it('keeps discrete channels apart', async () => {
    const frame = toneFrame(24_000, 48_000, 5);
    const packets = await encodeAll(opus, [frame], { channelMapping: 'discrete' });
    expect(packets[0]?.config?.[18]).toBe(255);
    const planes = joinFrames(await decodeAll(opus, packets, {}));
    for (const [c, plane] of frame.channels.entries()) {
      const found = planes.map((other) => align(plane, other, 0).correlation);
      expect(found.indexOf(Math.max(...found))).toBe(c);
    }
  });

  it.each([
    [{ sampleRate: 44_100, channelCount: 2 }, {}, 'sampleRate', 48_000],
    [{ sampleRate: 48_000, channelCount: 9 }, {}, 'channelCount', 8],
    [{ sampleRate: 48_000, channelCount: 1 }, { bitrate: 300_000 }, 'bitrate', 256_000],
  ] as const)('refuses %j with %j, and names what is near', async (format, options, field, nearest) => {
    const open = async () => opus.openEncoder(format, options);
    await expect(open()).rejects.toMatchObject({
      code: 'unsupported',
      details: { field, nearest },
    });
  });

  it('refuses frames of a length that Opus does not have', () => {
    expect(() => opus.checkEncodeOptions({ frameMs: 30 })).toThrow(/frameMs: expected 2.5, 5/);
  });
});
