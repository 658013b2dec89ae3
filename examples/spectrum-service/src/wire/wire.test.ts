import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readClientMessage } from './client-message.js';
import { createFrameReader, encodeFrame } from './frame-bytes.js';
import { legacyFrame } from './json-frame.js';
import { readServerMessage } from './server-message.js';

const frame = { seq: 0x01020304, level: 0.5, bass: 0.25, bars: [0, 1, 0.3456] };
const readerOf = (barCount: number) => createFrameReader({ barCount, bassCount: 2 });
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

describe('the frame', () => {
  it('is laid out as the document says', () => {
    expect(hex(encodeFrame(frame, { format: 'u8', ceiling: 1 }))).toBe(
      '11' + '0403' + '80' + '00ff58',
    );
    expect(hex(encodeFrame(frame, { format: 'u8', ceiling: 1.5 }))).toBe(
      '12' + '0403' + '80' + '00aa3b',
    );
    expect(hex(encodeFrame(frame, { format: 'u16', ceiling: 1.5 }))).toBe(
      '1300' + '04030201' + 'f401' + 'fa00' + '0000e8035a01',
    );
    const quiet = { ...frame, bars: [0, 0.5, 0, 0.001, 0] };
    expect(hex(encodeFrame(quiet, { format: 'u8', ceiling: 1 }))).toBe(
      '11' + '0403' + '80' + '0080',
    );
  });

  it('goes on in its numbers where the short ones begin anew', () => {
    const reader = readerOf(3);
    const write = (seq: number) => encodeFrame({ ...frame, seq }, { format: 'u8', ceiling: 1 });
    reader.anchor(65_530);
    const numbers = [65_531, 65_535, 65_536, 70_000, 131_071, 131_072].map(write);
    expect(numbers.map((bytes) => reader.read(bytes)?.seq)).toEqual([
      65_531, 65_535, 65_536, 70_000, 131_071, 131_072,
    ]);
    reader.anchor(10_000_000);
    expect(reader.read(write(10_000_000))?.seq).toBe(10_000_000);
    expect(reader.read(write(10_000_007))?.seq).toBe(10_000_007);
  });

  it.each([
    ['u8', 1, 0.5 / 255],
    ['u8', 1.5, 0.75 / 255],
    ['u16', 1, 0.0005],
    ['u16', 1.5, 0.0005],
  ] as const)('comes back from %s up to %d within %d', (format, ceiling, error) => {
    const part = fc.double({ min: 0, max: 1, noNaN: true });
    const values = fc.array(fc.double({ min: 0, max: ceiling, noNaN: true }), { maxLength: 100 });
    fc.assert(
      fc.property(fc.nat(), part, part, values, (seq, level, bass, bars) => {
        const reader = readerOf(bars.length);
        reader.anchor(seq);
        const read = reader.read(encodeFrame({ seq, level, bass, bars }, { format, ceiling }));
        expect([read?.seq, read?.bars.length]).toEqual([seq, bars.length]);
        const far = bars.map((bar, i) => Math.abs(bar - (read?.bars[i] ?? Number.NaN)));
        expect(Math.max(0, ...far)).toBeLessThanOrEqual(error + 1e-6);
        expect(Math.abs((read?.level ?? 9) - level)).toBeLessThanOrEqual(error + 1e-6);
        const mean = ((bars[0] ?? 0) + (bars[1] ?? 0)) / 2;
        const written = format === 'u16' ? bass : mean;
        expect(Math.abs((read?.bass ?? 9) - written)).toBeLessThanOrEqual(error + 1e-6);
      }),
    );
  });

  it('stays within its bytes whatever the values are', () => {
    const wild = { ...frame, level: Number.NaN, bass: -3, bars: [Number.NaN, 1e9, -1] };
    const read = readerOf(3).read(encodeFrame(wild, { format: 'u8', ceiling: 1 }));
    expect([read?.level, read?.bass, ...Array.from(read?.bars ?? [])]).toEqual([0, 0.5, 0, 1, 0]);
  });

  it('is read from nothing else', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 24 }), (bytes) => {
        const [kind = 0] = bytes;
        const isShort = kind === 0x11 || kind === 0x12;
        const isFrame = isShort
          ? bytes.length >= 4 && bytes.length <= 9
          : kind === 0x13 && bytes.length === 20;
        expect(readerOf(5).read(bytes) !== undefined).toBe(isFrame);
      }),
    );
  });

  it('is cut down to thousandths for older clients', () => {
    const exact = { ...frame, level: 0.9439, bass: 1.5, bars: Float32Array.of(1.5, 0.9999, 0) };
    expect(legacyFrame(exact)).toEqual({
      frequencies: [1500, 999, 0],
      bass: 1500,
      level: 943,
      scale: 1000,
    });
  });
});

describe('messages', () => {
  it('are read with their defaults', () => {
    expect(readClientMessage('{"type":"subscribe"}')).toEqual({
      message: { type: 'subscribe', rate: 60, format: 'u8' },
    });
  });

  it.each([
    ['no JSON', ''],
    ['another type', '{"type":"shout"}'],
    ['a rate beyond the limits', '{"type":"subscribe","rate":61}'],
    ['a rate that is no number', '{"type":"subscribe","rate":"30"}'],
    ['more than it should have', '{"type":"unsubscribe","now":true}'],
    ['an array', '[1]'],
    ['a device of any length', JSON.stringify({ type: 'select', device: 'x'.repeat(257) })],
  ])('are refused with %s', (_, text) => {
    const { message, ...rest } = readClientMessage(text);
    expect(message).toBeUndefined();
    expect('wrong' in rest && rest.wrong.length > 5).toBe(true);
  });

  it('of the service may grow, but not change', () => {
    expect(readServerMessage('{"type":"error","code":"io","message":"x","new":1}')).toEqual({
      type: 'error',
      code: 'io',
      message: 'x',
    });
    for (const text of ['', 'null', '{"type":"news"}', '{"type":"status","state":"odd"}']) {
      expect(readServerMessage(text)).toBeUndefined();
    }
  });
});
