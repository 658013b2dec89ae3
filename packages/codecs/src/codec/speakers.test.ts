import { describe, expect, it } from '@jest/globals';
import { SPEAKERS } from './speakers.js';

describe('SPEAKERS', () => {
  it('knows nothing of AAC whose configuration leaves it to the stream, has another count, or is none', () => {
    const mask = (...config: number[]) =>
      SPEAKERS['aac']?.({ config: Uint8Array.from(config) }, 6) ?? -1;
    // 48 kHz LC, of 5.1, of what the stream tells, and of stereo; then one byte.
    expect([mask(0x11, 0xb0), mask(0x11, 0x80), mask(0x11, 0x90), mask(0x11)]).toEqual([
      0x3f, 0, 0, 0,
    ]);
  });
});
