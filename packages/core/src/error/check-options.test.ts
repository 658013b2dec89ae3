import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { AudioFlowError } from './audio-flow-error.js';
import { checkOptions } from './check-options.js';
import { isAudioFlowError } from './is-audio-flow-error.js';

const schema = z.strictObject({
  gainDb: z.number().default(0),
  deep: z.strictObject({ name: z.string() }).optional(),
});
const failure = (value: unknown): unknown => {
  try {
    return checkOptions('louder', schema, value);
  } catch (error) {
    return error;
  }
};

describe('checkOptions', () => {
  it('fills in defaults', () => {
    expect(checkOptions('louder', schema, {})).toEqual({ gainDb: 0 });
  });
  it('names the function, the option, what was expected and what came', () => {
    const error = failure({ gainDb: 'loud' });
    expect(isAudioFlowError(error, 'invalid-option')).toBe(true);
    expect(String(error)).toContain('louder: gainDb: ');
    expect(String(error)).toContain('expected number');
    expect(String(error)).toContain('"loud"');
  });
  it('names unknown options and nested ones, all at once', () => {
    const text = String(failure({ gain: 1, deep: { name: 7 } }));
    expect(text).toContain('"gain"');
    expect(text).toContain('deep.name');
  });
});

describe('isAudioFlowError', () => {
  it('knows the class and the code', () => {
    const error: unknown = new AudioFlowError('io', 'no');
    expect(isAudioFlowError(error)).toBe(true);
    expect(isAudioFlowError(error, 'io')).toBe(true);
    expect(isAudioFlowError(error, 'timeout')).toBe(false);
    expect(isAudioFlowError(new Error('no'))).toBe(false);
  });
});
