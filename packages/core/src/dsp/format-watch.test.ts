import { describe, expect, it } from '@jest/globals';
import { createFrame, defaultLayout } from '../signal/index.js';
import { createFormatWatch } from './format-watch.js';

const frame = (sampleRate: number, channelCount: number) =>
  createFrame(
    Array.from({ length: channelCount }, () => new Float32Array(4)),
    { sampleRate },
  );

describe('createFormatWatch', () => {
  it('says where the rate or the channels change, each time', () => {
    const watch = createFormatWatch('mine', 'restart');
    const formats = [
      [48_000, 1],
      [48_000, 1],
      [44_100, 1],
      [44_100, 1],
      [44_100, 2],
      [48_000, 1],
    ] as const;
    expect(formats.map(([rate, count]) => watch.isOther(frame(rate, count)))).toEqual([
      false,
      false,
      true,
      false,
      true,
      true,
    ]);
  });

  it('takes a layout that is the usual one for none, and another for another', () => {
    const watch = createFormatWatch('mine', 'restart');
    const plain = frame(48_000, 2);
    expect(watch.isOther(plain)).toBe(false);
    expect(watch.isOther({ ...plain, layout: defaultLayout(2) })).toBe(false);
    expect(watch.isOther({ ...plain, layout: { channelCount: 2, mask: 0x30 } })).toBe(true);
  });

  it('fails with what was expected and what came, and goes on from what was', () => {
    const watch = createFormatWatch('mine', 'error');
    watch.isOther(frame(48_000, 1));
    expect(() => watch.isOther(frame(44_100, 2))).toThrow(
      expect.objectContaining({
        code: 'format-changed',
        message: expect.stringMatching(/^mine: expected 48000 Hz, 1 .* got 44100 Hz, 2 /),
      }),
    );
    expect(watch.isOther(frame(48_000, 1))).toBe(false);
  });
});
