import { describe, expect, it } from '@jest/globals';
import { chunk, fmt, readWav, riff, u16, u32, u64 } from './fixtures/wav-bytes.js';
import { createWavReader } from './wav-reader.js';

const s16 = (...values: readonly number[]): number[] => values.flatMap((v) => u16(v & 0xffff));
const guid = (tag: number): number[] => [
  ...u16(tag),
  ...[0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, 0x71],
];
const extensible = (valid: number, mask: number, tag: number): number[] => [
  ...u16(22),
  ...u16(valid),
  ...u32(mask),
  ...guid(tag),
];
const five = s16(0, 16384, -16384, 32767, -32768);
const fiveValues = [0, 0.5, -0.5, 32767 / 32768, -1];

describe('createWavReader: sample types', () => {
  const f32 = (value: number): number[] => [...new Uint8Array(Float32Array.of(value).buffer)];
  const f64 = (value: number): number[] => [...new Uint8Array(Float64Array.of(value).buffer)];
  const cases: readonly (readonly [string, number[], number[], readonly number[]])[] = [
    ['u8', fmt({ bits: 8 }), [0, 64, 128, 255], [-1, -0.5, 0, 127 / 128]],
    ['s16', fmt(), five, fiveValues],
    ['s24', fmt({ bits: 24 }), [0, 0, 0x80, 0, 0, 0x40, 1, 0, 0], [-1, 0.5, 1 / 8388608]],
    ['s32', fmt({ bits: 32 }), [...u32(0x80000000), ...u32(0x40000000)], [-1, 0.5]],
    ['f32', fmt({ tag: 3, bits: 32 }), [...f32(0.25), ...f32(-1.5)], [0.25, -1.5]],
    ['f64', fmt({ tag: 3, bits: 64 }), [...f64(0.25), ...f64(-1.5)], [0.25, -1.5]],
    [
      'alaw',
      fmt({ tag: 6, bits: 8 }),
      [0xd5, 0x55, 0xaa, 0x2a],
      [8, -8, 32256, -32256].map((v) => v / 32768),
    ],
    [
      'mulaw',
      fmt({ tag: 7, bits: 8 }),
      [0xff, 0x80, 0x00],
      [0, 32124, -32124].map((v) => v / 32768),
    ],
  ];
  it.each(cases)('reads %s', (sampleType, header, data, values) => {
    const { info, planes } = readWav(riff([header, chunk('data', data)]));
    expect(info?.sampleType).toBe(sampleType);
    expect(info?.totalSamples).toBe(values.length);
    expect(planes).toEqual([values]);
  });

  it('takes apart interleaved channels and counts pts from 0', () => {
    const data = chunk('data', s16(1, -1, 2, -2, 3, -3, 4, -4, 5, -5));
    const { frames, planes } = readWav(riff([fmt({ channels: 2 }), data]));
    expect(planes).toEqual([
      [1, 2, 3, 4, 5].map((v) => v / 32768),
      [1, 2, 3, 4, 5].map((v) => -v / 32768),
    ]);
    expect(frames.map(({ pts, length }) => [pts, length])).toEqual([
      [0, 4],
      [4, 1],
    ]);
  });

  it('reads the extensible format: sub-format, valid bits, speaker mask', () => {
    const header = fmt({ tag: 0xfffe, channels: 2, bits: 32, extra: extensible(24, 0x30, 1) });
    const { info, frames } = readWav(
      riff([header, chunk('data', [...u32(0), ...u32(0x40000000)])]),
    );
    expect(info).toMatchObject({ sampleType: 's32', validBits: 24, channelMask: 0x30 });
    expect(frames[0]?.layout).toEqual({ channelCount: 2, mask: 0x30 });
    expect(frames[0]?.channels[1]?.[0]).toBe(0.5);
  });

  it('finds 24 bits in 32 by block size, and 12 bits left-justified in 16', () => {
    const wide = readWav(riff([fmt({ bits: 24, blockAlign: 4 }), chunk('data', u32(0x40000000))]));
    expect(wide.info).toMatchObject({ sampleType: 's32', validBits: 24 });
    expect(wide.planes).toEqual([[0.5]]);
    const narrow = readWav(riff([fmt({ bits: 12, blockAlign: 2 }), chunk('data', s16(0x4000))]));
    expect(narrow.info).toMatchObject({ sampleType: 's16', validBits: 12 });
    expect(narrow.planes).toEqual([[0.5]]);
  });
});

describe('createWavReader: chunks', () => {
  const odd = chunk('junk', [1, 2, 3]);
  const info = chunk('LIST', [
    ...Buffer.from('INFO'),
    ...chunk('INAM', Buffer.from('A name\0')),
    ...chunk('IART', Buffer.from('Zoë')),
  ]);
  const file = riff([odd, chunk('fact', u32(5)), fmt(), info, chunk('data', five), odd]);

  it('gives the same frames for any split of the bytes', () => {
    const whole = readWav(file);
    expect(whole.planes).toEqual([fiveValues]);
    for (let step = 1; step < 60; step++) {
      const { frames, tags, warnings } = readWav(file, step);
      expect(frames).toEqual(whole.frames);
      expect(tags).toEqual(whole.tags);
      expect(warnings).toEqual([]);
    }
  });

  it('reads tags of a LIST INFO chunk', () => {
    expect(readWav(file).tags).toEqual([{ title: 'A name', artist: 'Zoë' }]);
  });

  it('pads an odd data chunk and reads tags after it', () => {
    const { planes, tags } = readWav(riff([fmt({ bits: 8 }), chunk('data', [128, 192, 0]), info]));
    expect(planes).toEqual([[0, 0.5, -1]]);
    expect(tags).toHaveLength(1);
  });

  it('stops at the end of the data chunk: what follows is not sound', () => {
    const { planes } = readWav(riff([fmt(), chunk('data', five), chunk('data', five)]));
    expect(planes).toEqual([fiveValues]);
  });

  it.each([
    ['0xFFFFFFFF', 0xffffffff, 0xffffffff],
    ['0 in a header that was never completed', 0, 0],
    ['0 after a stated size of nothing but the header', 0, 36],
  ])('reads a data chunk of size %s until the end of the stream', (_, size, outer) => {
    const {
      info: read,
      planes,
      warnings,
    } = readWav(riff([fmt(), chunk('data', five, size)], 'RIFF', outer));
    expect(planes).toEqual([fiveValues]);
    expect(read).not.toHaveProperty('totalSamples');
    expect(warnings).toEqual([]);
  });

  it('takes a data chunk of size 0 with chunks after it as empty', () => {
    const { planes, info: read, tags } = readWav(riff([fmt(), chunk('data', []), info]));
    expect(planes).toEqual([[]]);
    expect(read?.totalSamples).toBe(0);
    expect(tags).toHaveLength(1);
  });

  it.each(['RF64', 'BW64'])('reads the 64-bit sizes of %s', (outer) => {
    const ds64 = chunk('ds64', [...u64(100), ...u64(10), ...u64(5), ...u32(0)]);
    const { info: read, planes } = readWav(
      riff([ds64, fmt(), chunk('data', five, 0xffffffff), odd], outer, 0xffffffff),
    );
    expect(read).toMatchObject({ container: outer, totalSamples: 5 });
    expect(planes).toEqual([fiveValues]);
  });

  it('knows sizes past 4 GiB', () => {
    const ds64 = chunk('ds64', [...u64(6e9), ...u64(5e9), ...u64(2.5e9), ...u32(0)]);
    const { info: read } = readWav(riff([ds64, fmt(), chunk('data', five, 0xffffffff)], 'RF64'));
    expect(read?.totalSamples).toBe(2.5e9);
  });
});

describe('createWavReader: damage', () => {
  it('ends truncated data with what is there, whole samples only, and warns', () => {
    const { planes, warnings } = readWav(
      riff([fmt(), chunk('data', [...five, 7], 1000)]).subarray(0, -1),
    );
    expect(planes).toEqual([fiveValues]);
    expect(warnings.map(({ code, message }) => [code, message])).toEqual([
      ['malformed-data', 'wav: the data end 989 bytes before their stated size'],
      ['malformed-data', 'wav: the data end with 1 bytes of an incomplete sample'],
    ]);
  });

  it.each([
    ['an empty stream', new Uint8Array(0), 'malformed-data', 'got an empty stream'],
    ['text', Buffer.from('this is no audio at all'), 'malformed-data', 'got "this" and "no a"'],
    [
      'a cut header',
      riff([fmt()]).subarray(0, 20),
      'malformed-data',
      'end of the stream at byte 20',
    ],
    ['data before fmt', riff([chunk('data', five)]), 'malformed-data', 'expected a "fmt " chunk'],
    ['a short fmt', riff([chunk('fmt ', [1, 0])]), 'malformed-data', '16 bytes, got 2'],
    ['no channels', riff([fmt({ channels: 0 })]), 'malformed-data', 'at least 1 channel'],
    ['no rate', riff([fmt({ rate: 0 })]), 'malformed-data', 'above 0 Hz'],
    ['ADPCM', riff([fmt({ tag: 2, bits: 4 })]), 'unsupported', 'Microsoft ADPCM'],
    ['big-endian', riff([fmt()], 'RIFX'), 'unsupported', 'RIFX'],
    [
      'a foreign sub-format',
      riff([fmt({ tag: 0xfffe, extra: [...extensible(16, 0, 1).slice(0, -1), 0] })]),
      'unsupported',
      'GUID',
    ],
    ['too many channels', riff([fmt({ channels: 4000, bits: 8 })]), 'unsupported', 'at most 256'],
  ])('refuses %s', (_, bytes, code, text) => {
    expect(() => readWav(Uint8Array.from(bytes))).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(text) }),
    );
  });

  it('stops when nobody listens', () => {
    const data = chunk('data', s16(...new Array(64).fill(1)));
    let seen = 0;
    const file = riff([fmt(), data]);
    const reader = createWavReader({ frameLength: 4 });
    reader.next(file, () => ++seen < 3);
    expect(seen).toBe(3);
  });
});
