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
