import type { Packet } from '@audioflow/core';
import { describe, expect, it } from '@jest/globals';
import { createPlacer } from './create-placer.js';

const packet = (pts: number, more: Partial<Packet> = {}): Packet => ({
  kind: 'packet',
  codec: 'aac',
  data: new Uint8Array(8),
  sampleRate: 48_000,
  channelCount: 2,
  pts,
  duration: 100,
  ...more,
});

const place = (packets: readonly Packet[], trims: 'both' | 'end' | 'none' = 'both') => {
  const out: number[][] = [];
  let lead = -1;
  const placer = createPlacer({
    owner: 'test',
    container: 'mp4',
    trims,
    begin(_first, samples) {
      lead = samples;
    },
    put: ({ pts, duration, packet: { data }, config }) =>
      void out.push([pts, duration, data.length, ...(config ?? [])]),
  });
  for (const each of packets) placer.add(each);
  placer.end();
  return { lead, out };
};

describe('createPlacer', () => {
  it('begins before 0 with what is not heard, over several packets, wherever the stream began', () => {
    const packets = [
      packet(700, { trimStart: 100 }),
      packet(800, { trimStart: 20 }),
      packet(900, { trimEnd: 30 }),
      packet(1000, { trimEnd: 100 }),
    ];
    expect(place(packets)).toEqual({
      lead: 120,
      out: [
        [-120, 100, 8],
        [-20, 100, 8],
        [80, 70, 8],
      ],
    });
  });

  it('joins what a gap parts, and ends a stream in which nothing is heard', () => {
    expect(place([packet(0), packet(500)]).out).toEqual([
      [0, 100, 8],
      [100, 100, 8],
    ]);
    expect(place([packet(0, { trimStart: 100 })])).toEqual({ lead: 100, out: [[-100, 100, 8]] });
  });

  it('refuses trims that a container has no place for, and cuts samples instead', () => {
    const unsupported = expect.objectContaining({ code: 'unsupported' });
    expect(() => place([packet(0), packet(100, { trimStart: 1 })])).toThrow(unsupported);
    expect(() => place([packet(0, { trimEnd: 1 }), packet(100)])).toThrow(unsupported);
    expect(() => place([packet(0, { trimEnd: 1 })], 'none')).toThrow(unsupported);
    expect(() => place([packet(0, { trimStart: 1 })], 'end')).toThrow(unsupported);
    const samples = { codec: 'pcm', data: new Uint8Array(400), trimStart: 10, trimEnd: 20 };
    expect(place([packet(0, samples)], 'none')).toEqual({ lead: 0, out: [[0, 70, 280]] });
  });

  it('passes a new configuration on for FLAC, and refuses it and other formats else', () => {
    const config = (byte: number): Partial<Packet> => ({
      codec: 'flac',
      config: Uint8Array.of(byte),
    });
    expect(place([packet(0, config(1)), packet(1, config(1)), packet(2, config(2))]).out).toEqual([
      [0, 100, 8],
      [100, 100, 8],
      [200, 100, 8, 2],
    ]);
    const changed = expect.objectContaining({ code: 'format-changed' });
    const other = { ...config(2), codec: 'aac' };
    expect(() => place([packet(0, { ...config(1), codec: 'aac' }), packet(1, other)])).toThrow(
      changed,
    );
    expect(() => place([packet(0), packet(100, { sampleRate: 44_100 })])).toThrow(changed);
  });

  it('does not wait for sound without end', () => {
    const silent = Array.from({ length: 600 }, (_, i) => packet(i * 100, { trimStart: 100 }));
    expect(() => place(silent)).toThrow(expect.objectContaining({ code: 'limit-exceeded' }));
  });
});
