import { describe, expect, it } from '@jest/globals';
import { createAudioFormat } from './audio-format.js';
import { createFrame } from './audio-frame.js';
import { deinterleave } from './deinterleave.js';
import { interleave } from './interleave.js';
import { quantizeSample } from './quantize-sample.js';
import { SAMPLE_TYPES, type SampleType } from './sample-type.js';

const frameOf = (...planes: readonly (readonly number[])[]) =>
  createFrame(
    planes.map((plane) => Float32Array.from(plane)),
    { sampleRate: 48000 },
  );
const format = (sampleType: SampleType, channelCount: number, planar = false) =>
  createAudioFormat({ sampleRate: 48000, sampleType, channelCount, planar });
const bytesOf = (samples: readonly number[], type: SampleType): readonly number[] => [
  ...interleave(frameOf(samples), type),
];

describe('quantizeSample', () => {
  it('rounds half away from zero', () => {
    const halves = [0.5, 1.5, -0.5, -1.5, 0.49, -0.49].map((x) => quantizeSample(x / 32768, 32768));
    expect(halves).toEqual([1, 2, -1, -2, 0, 0]);
  });

  it('saturates, and makes NaN silence', () => {
    const edges = [1, -1, 5, -5, Infinity, -Infinity, Number.NaN];
    expect(edges.map((x) => quantizeSample(x, 32768))).toEqual([
      32767, -32768, 32767, -32768, 32767, -32768, 0,
    ]);
  });

  it('gives back a dense set of the values of s24, the ends included', () => {
    const { fround } = Math;
    let wrong = 0;
    for (let value = -8388608; value < 8388608; value += 5) {
      if (quantizeSample(fround(value / 8388608), 8388608) !== value) wrong++;
    }
    expect(wrong).toBe(0);
    expect(quantizeSample(8388607 / 8388608, 8388608)).toBe(8388607);
  });
});

describe('interleave', () => {
  it('puts the channels of each sample side by side, or one after another when planar', () => {
    const frame = frameOf([0.25, 0.5], [-0.25, -0.5]);
    expect([...new Int16Array(interleave(frame, 's16').buffer)]).toEqual([
      8192, -8192, 16384, -16384,
    ]);
    expect([...new Int16Array(interleave(frame, 's16', { planar: true }).buffer)]).toEqual([
      8192, 16384, -8192, -16384,
    ]);
  });

  it('stores u8 as offset binary with 128 as silence, NaN included', () => {
    expect(bytesOf([0, Number.NaN, 1, -1, 0.5], 'u8')).toEqual([128, 128, 255, 0, 192]);
  });

  it('packs s24 in three bytes of either order', () => {
    const value = 0x123456 / 8388608;
    const frame = frameOf([value, -value]);
    const negative = [0xaa, 0xcb, 0xed];
    expect([...interleave(frame, 's24')]).toEqual([0x56, 0x34, 0x12, ...negative]);
    expect([...interleave(frame, 's24', { endian: 'big' })]).toEqual([
      0x12,
      0x34,
      0x56,
      ...negative.toReversed(),
    ]);
  });

  it('saturates s32 at its own ends', () => {
    const ints = new Int32Array(interleave(frameOf([1, -1, 0.5]), 's32').buffer);
    expect([...ints]).toEqual([2147483647, -2147483648, 1073741824]);
  });

  it('keeps every float value, beyond full scale and NaN too', () => {
    const floats = [1.5, -3e38, Infinity, Number.NaN];
    const expected = [...Float32Array.from(floats)];
    expect([...new Float32Array(interleave(frameOf(floats), 'f32').buffer)]).toEqual(expected);
    expect([...new Float64Array(interleave(frameOf(floats), 'f64').buffer)]).toEqual(expected);
  });
});

describe('deinterleave', () => {
  it('gives back all 65,536 values of s16 bit-exactly', () => {
    const values = Int16Array.from({ length: 65536 }, (_, i) => i - 32768);
    const planes = deinterleave(new Uint8Array(values.buffer), format('s16', 2));
    const bytes = interleave(createFrame(planes, { sampleRate: 48000 }), 's16');
    expect(Buffer.compare(bytes, new Uint8Array(values.buffer))).toBe(0);
  });

  it('gives back all values of u8 and a dense set of s24 in both byte orders', () => {
    const all = Uint8Array.from({ length: 256 }, (_, i) => i);
    const [u8] = deinterleave(all, format('u8', 1));
    expect([...interleave(frameOf([...(u8 ?? [])]), 'u8')]).toEqual([...all]);
    const dense = Uint8Array.from({ length: 3 * 65536 }, (_, i) => (i * 2654435761) >>> 11);
    for (const endian of ['little', 'big'] as const) {
      const planes = deinterleave(dense, format('s24', 2), { endian });
      const bytes = interleave(createFrame(planes, { sampleRate: 48000 }), 's24', { endian });
      expect(Buffer.compare(bytes, dense)).toBe(0);
    }
  });

  it.each(SAMPLE_TYPES)('undoes interleave for %s in every order and arrangement', (type) => {
    const frame = frameOf([0, 0.5, -0.25], [-1, 0.75, 0.125], [0.25, -0.5, 0]);
    for (const endian of ['little', 'big'] as const) {
      for (const planar of [false, true]) {
        const bytes = interleave(frame, type, { endian, planar });
        expect(deinterleave(bytes, format(type, 3, planar), { endian })).toEqual(frame.channels);
      }
    }
  });

  it('reads bytes at any alignment', () => {
    const bytes = interleave(frameOf([0.5, -0.5]), 'f32');
    const shifted = new Uint8Array(bytes.length + 1);
    shifted.set(bytes, 1);
    expect(deinterleave(shifted.subarray(1), format('f32', 1))).toEqual([
      Float32Array.of(0.5, -0.5),
    ]);
  });

  it('refuses bytes that end within a sample, and takes none', () => {
    expect(() => deinterleave(new Uint8Array(7), format('s16', 2))).toThrow(
      expect.objectContaining({
        code: 'malformed-data',
        message: expect.stringContaining('multiple of 4 bytes'),
      }),
    );
    expect(deinterleave(new Uint8Array(0), format('s16', 2)).map((p) => p.length)).toEqual([0, 0]);
  });
});

describe('deinterleave of a Buffer that lies across the borders of its samples', () => {
  it.each(['s16', 's32', 'f32', 'f64'] as const)('reads %s at any offset', (sampleType) => {
    const frame = createFrame([Float32Array.of(0.5, -0.25, 0.125)], { sampleRate: 8000 });
    const bytes = interleave(frame, sampleType);
    for (let offset = 0; offset < 8; offset += 1) {
      const shifted = Buffer.concat([Buffer.alloc(offset), bytes]).subarray(offset);
      const format = createAudioFormat({ sampleRate: 8000, sampleType, channelCount: 1 });
      expect(deinterleave(shifted, format)).toEqual(frame.channels);
    }
  });
});
