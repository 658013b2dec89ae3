import { createFrame, fromFrames, run } from '@audioflow/core';
import { decode, encode } from '@audioflow/core/codec';
import { describe, expect, it } from '@jest/globals';
import { aac, mp3 } from '../codec/index.js';
import { describeWithFfmpeg } from '../fixtures/ffmpeg.js';
import type { EngineName } from './index.js';

const RATE = 44_100;
const longFrame = (pts: number, seconds: number) =>
  createFrame([new Float32Array(RATE * seconds)], { sampleRate: RATE, pts });

const expectThrough = async (engine: EngineName): Promise<void> => {
  for (const codec of [mp3, aac]) {
    const frames = fromFrames([longFrame(0, 40), longFrame(40 * RATE, 40)]);
    const there = frames.pipe(encode(codec, { engine }), decode(codec, { engine }));
    const { samples } = await run(there, { write: async () => {} });
    expect(samples).toBe(80 * RATE);
  }
};

describe('a frame that encodes to more than any queue holds', () => {
  it.each(['native', 'fork'] as const)('goes through %s', expectThrough);

  it('goes to a sink that is slow', async () => {
    const frames = fromFrames([longFrame(0, 120)]);
    const write = () => new Promise<void>((resolve) => setImmediate(resolve));
    const { items } = await run(frames.pipe(encode(mp3)), { write });
    expect(items).toBeGreaterThan(4500);
  });
});

describeWithFfmpeg(
  'a frame that encodes to more than any queue holds, and an ffmpeg program',
  () => {
    it('goes through process', () => expectThrough('process'));
  },
);
