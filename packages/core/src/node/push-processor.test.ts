import { describe, expect, it } from '@jest/globals';
import { rechunk } from '../flow/index.js';
import { gain, resample } from '../processor/index.js';
import { joinFrames, noiseFrame, splitFrame } from '../testing/index.js';
import { PushProcessor } from './push-processor.js';

const drain = (processor: PushProcessor) => {
  const frames = [];
  for (;;) {
    const frame = processor.get({ flush: true });
    if (frame === undefined) return frames;
    frames.push(frame);
  }
};

describe('PushProcessor', () => {
  it('gives out what is ready, and the rest once flushed', () => {
    const processor = PushProcessor.open(rechunk(100));
    expect([processor.state, processor.pending, processor.get()]).toEqual(['empty', 0, undefined]);
    for (const part of splitFrame(noiseFrame(250), [60])) processor.put(part);
    expect([processor.state, processor.pending]).toEqual(['ready', 250]);
    expect(processor.get()?.length).toBe(100);
    // Two parts made one frame: the others have not been touched.
    expect(processor.pending).toBe(130);
    expect([processor.get()?.length, processor.get(), processor.state]).toEqual([
      100,
      undefined,
      'empty',
    ]);
    expect(drain(processor).map(({ length }) => length)).toEqual([50]);
    expect(processor.get({ flush: true })).toBeUndefined();
    expect(() => processor.put(noiseFrame(1))).toThrow(/reset/);
  });

  it('begins anew after reset, and ends with close', () => {
    const processor = PushProcessor.open(resample(24_000));
    for (let round = 0; round < 2; round++) {
      processor.put(noiseFrame(4800, { sampleRate: 48_000 }));
      const frames = drain(processor);
      expect(joinFrames(frames)[0]?.length).toBe(2400);
      expect(processor.outputFormat).toEqual({ sampleRate: 24_000, channelCount: 1 });
      processor.reset();
    }
    processor.close();
    processor.close();
    expect(() => processor.get()).toThrow(/closed/);
  });

  it('copies what is put in', () => {
    const processor = PushProcessor.open(gain(1));
    const frame = noiseFrame(10);
    const before = frame.channels[0]?.slice();
    processor.put(frame);
    frame.channels[0]?.fill(0);
    expect(processor.get()?.channels[0]).toEqual(before);
  });
});
