import { describe, expect, it } from '@jest/globals';
import { bytesPerSample, parseSampleType, SAMPLE_TYPES } from './sample-type.js';

describe('sample types', () => {
  it('have the byte widths 1, 2, 3, 4, 4, 8', () => {
    expect(SAMPLE_TYPES.map(bytesPerSample)).toEqual([1, 2, 3, 4, 4, 8]);
  });

  it('are parsed in any case, with i for s', () => {
    expect(['u8', 'S16', 's24', 'S32', 'F32', 'f64'].map(parseSampleType)).toEqual(SAMPLE_TYPES);
    expect(['i16', 'I24', 'i32'].map(parseSampleType)).toEqual(['s16', 's24', 's32']);
  });

  it.each(['i64', 'iu8', 'if32', '', 's16le'])('refuse the name %j', (name) => {
    expect(() => parseSampleType(name)).toThrow(
      expect.objectContaining({ code: 'invalid-option', message: expect.stringContaining(name) }),
    );
  });
});
