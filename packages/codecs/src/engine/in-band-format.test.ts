import { describe, expect, it } from '@jest/globals';
import { createDice } from '../fixtures/mutate.js';
import { inBandFormat } from './in-band-format.js';

const read = (decoder: string, bytes: readonly number[]) =>
  inBandFormat({ decoders: [decoder], changesInBand: true })?.(Uint8Array.from(bytes));

describe('inBandFormat', () => {
  it.each([
    // 48 kHz stereo, then 5.1 at 44.1 kHz, then half of 32 kHz in mono (bsid 9).
    ['ac3', [0x0b, 0x77, 0, 0, 0x14, 0x40, 0x40, 0], 48_000, 2, '2.0'],
    ['ac3', [0x0b, 0x77, 0, 0, 0x54, 0x40, 0xe1, 0], 44_100, 6, '7.1'],
    ['ac3', [0x0b, 0x77, 0, 0, 0x94, 0x48, 0x20, 0], 16_000, 1, '1.0'],
    // E-AC-3: 5.1 at 48 kHz, stereo at half of 44.1 kHz.
    ['eac3', [0x0b, 0x77, 0x02, 0xff, 0x3f, 0x80, 0, 0], 48_000, 6, '7.1'],
    ['eac3', [0x0b, 0x77, 0x02, 0xff, 0xd4, 0x80, 0, 0], 22_050, 2, '2.0'],
    ['mp2float', [0xff, 0xfd, 0x84, 0x00], 48_000, 2, undefined],
    ['mp2', [0xff, 0xf5, 0x84, 0xc0], 24_000, 1, undefined],
  ] as const)('reads %s of %j', (decoder, bytes, sampleRate, channelCount, layout) => {
    const format = layout === undefined ? {} : { layout };
    expect(read(decoder, bytes)).toEqual({ sampleRate, channelCount, ...format });
  });

  it('sees what a dependent substream adds', () => {
    const five = [0x0b, 0x77, 0x00, 0x03, 0x3f, 0x80, 0, 0];
    const more = [0x0b, 0x77, 0x40, 0x03, 0x34, 0x80, 0, 0];
    expect(read('eac3', [...five, ...five])?.layout).toBe('7.1');
    expect(read('eac3', [...five, ...more])?.layout).toBe('7.1 d2.0');
  });

  it('knows nothing of other codecs, and takes no bytes for a head that are none', () => {
    expect(inBandFormat({ decoders: ['dca'], changesInBand: true })).toBeUndefined();
    expect(inBandFormat({ decoders: ['mp3float'] })).toBeUndefined();
    const dice = createDice(7);
    for (const decoder of ['ac3', 'eac3', 'mp2']) {
      for (let i = 0; i < 2000; i++) {
        const bytes = Array.from({ length: i % 12 }, () => dice(256));
        const start = decoder === 'mp2' ? [0xff, 0xfd] : [0x0b, 0x77];
        const { sampleRate = 48_000, channelCount = 2 } = read(decoder, [...start, ...bytes]) ?? {};
        expect(sampleRate >= 4000 && sampleRate <= 48_000 && channelCount <= 6).toBe(true);
      }
    }
  });
});
