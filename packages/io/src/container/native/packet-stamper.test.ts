import { describe, expect, it } from '@jest/globals';
import { opusDuration } from './opus-duration.js';
import { createPacketStamper, type RawPacket, type StamperOptions } from './packet-stamper.js';

const raw = (pts: number, duration: number, skipStart = 0, skipEnd = 0): RawPacket => ({
  data: new Uint8Array(1),
  config: undefined,
  pts,
  duration,
  skipStart,
  skipEnd,
});
const stampAll = (options: Partial<StamperOptions>, packets: readonly RawPacket[]) => {
  const base = { codec: 'aac', sampleRate: 44_100, frameSize: 0, exact: true };
  const stamp = createPacketStamper({ ...base, ...options });
  return packets.map((packet, i) => stamp(packet, packets[i + 1]));
};

describe('createPacketStamper', () => {
  it('begins before 0 with what is to be dropped, over several packets if need be', () => {
    const times = stampAll({ frameSize: 1024 }, [
      raw(-2112, 1024, 2112),
      raw(-1088, 1024),
      raw(-64, 1024),
    ]);
    expect(times).toEqual([
      { pts: -2112, duration: 1024, trimStart: 1024 },
      { pts: -1088, duration: 1024, trimStart: 1024 },
      { pts: -64, duration: 1024, trimStart: 64 },
    ]);
  });

  it('cuts what comes before 0 and what a last packet is shorter by, where there is no edit list', () => {
    const times = stampAll({ frameSize: 1024 }, [raw(-1000, 1024), raw(24, 1024), raw(1048, 704)]);
    expect(times.map(({ pts, trimStart, trimEnd }) => [pts, trimStart, trimEnd])).toEqual([
      [-1000, 1000, undefined],
      [24, undefined, undefined],
      [1048, undefined, 320],
    ]);
    expect(stampAll({ frameSize: 1024, exact: false }, [raw(-23, 24)])[0]).toEqual({
      pts: 0,
      duration: 1024,
    });
  });

  it('cuts ALAC by what its packets say they hold, not by what CAF says that they lack', () => {
    // 16 samples, told in the packet: bit 19 is set, and 16 stands from bit 23 on.
    const data = Uint8Array.of(0x20, 0, 0x10, 0, 0, 0, 0x20, 0, 0);
    const packet = { ...raw(0, 16, 0, 4080), data };
    const alac = { codec: 'alac', frameSize: 0 };
    expect(stampAll(alac, [packet])[0]).toEqual({ pts: 0, duration: 16 });
    expect(stampAll(alac, [{ ...packet, duration: 1, skipEnd: 0 }])[0]).toEqual({
      pts: 0,
      duration: 16,
      trimEnd: 15,
    });
    expect(stampAll(alac, [raw(0, 4096), raw(4096, 4096)])[1]).toEqual({
      pts: 4096,
      duration: 4096,
    });
  });

  it('believes a duration in samples rather than an edit list in ms, where they nearly agree', () => {
    expect(stampAll({ frameSize: 1024 }, [raw(0, 169, 0, 877)])[0]?.trimEnd).toBe(855);
    expect(stampAll({ frameSize: 1024 }, [raw(0, 1024, 0, 500)])[0]?.trimEnd).toBe(500);
    expect(stampAll({ frameSize: 1024, exact: false }, [raw(0, 169, 0, 877)])[0]?.trimEnd).toBe(
      877,
    );
  });

  it('primes Vorbis with its first packet, corrects durations, and ends where the last page says', () => {
    const packets = [raw(0, 128), raw(128, 1024), raw(1600, 40, 0, 984)];
    const times = stampAll({ codec: 'vorbis', totalSamples: 2000 }, packets);
    expect(times).toEqual([
      { pts: -128, duration: 128, trimStart: 128 },
      { pts: 0, duration: 1472 },
      { pts: 1472, duration: 1024, trimEnd: 496 },
    ]);
  });

  it('does not cut where the stated length cannot be that of the stream', () => {
    const times = stampAll({ codec: 'vorbis', totalSamples: 10 }, [
      raw(0, 128),
      raw(128, 50_000),
      raw(50_128, 64),
    ]);
    expect(times.at(-1)).not.toHaveProperty('trimEnd');
  });
});

describe('opusDuration', () => {
  it.each([
    ['SILK 10 ms', [0x00], 480],
    ['SILK 60 ms', [0x18], 2880],
    ['hybrid 20 ms', [0x68], 960],
    ['CELT 2.5 ms', [0x80], 120],
    ['CELT 20 ms', [0xf8], 960],
    ['two of 20 ms', [0xf9], 1920],
    ['three of 20 ms', [0xfb, 3], 2880],
  ] as const)('knows %s', (_, head, samples) => {
    expect(opusDuration(Uint8Array.from(head))).toBe(samples);
  });
});
