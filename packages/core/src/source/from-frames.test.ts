import { describe, expect, it } from '@jest/globals';
import { collect, describeSource, noiseFrame, splitFrame } from '../testing/index.js';
import { fromFrames } from './from-frames.js';

const frames = splitFrame(noiseFrame(1000), [100]);

async function* later() {
  for (const frame of frames) {
    await null;
    yield frame;
  }
}

describeSource('fromFrames of an array', { create: () => fromFrames(frames), items: 10 });
describeSource('fromFrames of an async generator', {
  create: () => fromFrames(later()),
  items: 10,
  repeatable: false,
});

describe('fromFrames', () => {
  it('gives the very frames', async () => {
    const out = await collect(fromFrames(new Set(frames)));
    expect(out).toHaveLength(10);
    for (const [i, frame] of out.entries()) expect(frame).toBe(frames[i]);
  });

  it('refuses what cannot be iterated at once', () => {
    const wrong: unknown = { frames };
    const call: (value: never) => unknown = fromFrames;
    expect(() => Reflect.apply(call, undefined, [wrong])).toThrow(
      expect.objectContaining({ code: 'invalid-option' }),
    );
  });
});
