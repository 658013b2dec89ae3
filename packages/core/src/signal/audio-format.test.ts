import { describe, expect, it } from '@jest/globals';
import { audioFormatsEqual, createAudioFormat, describeFormatDiff } from './audio-format.js';

const stereo = createAudioFormat({ sampleRate: 48000, sampleType: 's16', channelCount: 2 });

describe('createAudioFormat', () => {
  it('fills in interleaved and the default layout of the channel count', () => {
    expect(stereo).toEqual({
      sampleRate: 48000,
      sampleType: 's16',
      planar: false,
      layout: { channelCount: 2, mask: 3 },
    });
  });

  it('does not guess a layout for six channels', () => {
    const six = createAudioFormat({ sampleRate: 48000, sampleType: 'f32', channelCount: 6 });
    expect(six.layout).toEqual({ channelCount: 6, mask: 0 });
  });

  it.each([
    [{ sampleRate: 0 }, 'sampleRate above 0'],
    [{ sampleRate: Number.NaN }, 'sampleRate above 0'],
    [{ channelCount: 0 }, 'channelCount above 0'],
    [{ channelCount: 1.5 }, 'channelCount above 0'],
    [{ layout: { channelCount: 1, mask: 4 } }, 'channelCount 2'],
    [{ layout: { channelCount: 2, mask: -1 } }, 'mask of 0 or more'],
  ])('refuses %j', (wrong, words) => {
    const init = { sampleRate: 48000, sampleType: 's16' as const, channelCount: 2, ...wrong };
    expect(() => createAudioFormat(init)).toThrow(
      expect.objectContaining({
        code: 'invalid-option',
        message: expect.stringContaining(words),
      }),
    );
  });
});

describe('describeFormatDiff', () => {
  it('is empty for equal formats', () => {
    expect(describeFormatDiff(stereo, { ...stereo, layout: { ...stereo.layout } })).toBe('');
    expect(audioFormatsEqual(stereo, { ...stereo, layout: { ...stereo.layout } })).toBe(true);
  });

  it('names every field that differs, joined by commas', () => {
    const other = createAudioFormat({
      sampleRate: 44100,
      sampleType: 'f32',
      planar: true,
      layout: { channelCount: 6, mask: 0x3f },
    });
    expect(describeFormatDiff(stereo, other)).toBe(
      'sampleRate: 48000 != 44100, sampleType: s16 != f32, planar: false != true, ' +
        'channelCount: 2 != 6, mask: 0x3 != 0x3f',
    );
  });

  it('counts a speaker mask alone as a difference', () => {
    const unmarked = { ...stereo, layout: { channelCount: 2, mask: 0 } };
    expect(describeFormatDiff(stereo, unmarked)).toBe('mask: 0x3 != 0x0');
    expect(audioFormatsEqual(stereo, unmarked)).toBe(false);
  });
});
