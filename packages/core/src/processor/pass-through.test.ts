import { describe, expect, it } from '@jest/globals';
import { from } from 'rxjs';
import { collect, describeProcessor, noiseFrame } from '../testing/index.js';
import { passThrough } from './pass-through.js';

describeProcessor('passThrough', { create: passThrough });

describe('passThrough', () => {
  it('hands on the very frames, and no empty ones', async () => {
    const frames = [noiseFrame(3), noiseFrame(0), noiseFrame(2, { pts: 3, channelCount: 2 })];
    const out = await collect(from(frames).pipe(passThrough()));
    expect(out).toEqual([frames[0], frames[2]]);
    expect(out[0]).toBe(frames[0]);
  });
});
