import { createFrame, fromFrames } from '@audioflow/core';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { AudioFeatureExtractor } from './audio-feature-extractor.js';
import type { ExtractedFrame, ExtractorOptions } from './extractor.types.js';
import { measureAudio } from './measure-audio.js';

const sampleRate = 16_000;
const plane = Float32Array.from({ length: 60_000 }, (_, i) => Math.sin(i * i * 1e-5));
const limits = { maxSeconds: 60, maxFeatureBytes: 1e8, maxComputeMs: 60_000 };
const measure = (options: ExtractorOptions, signal = new AbortController().signal) => {
  const pcm = fromFrames([createFrame([plane], { sampleRate })]);
  return measureAudio(pcm, { options, limits, signal });
};

afterEach(() => {
  jest.restoreAllMocks();
});

describe('measureAudio', () => {
  it('gives others their turn however much a block of samples takes', async () => {
    // A machine on which a frame takes 5 ms: each is looked at with the clock.
    let now = 0;
    jest.spyOn(performance, 'now').mockImplementation(() => {
      now += 5;
      return now;
    });
    let turns = 0;
    // It is asked after each turn.
    const signal = Object.assign(new AbortController().signal, {
      throwIfAborted: () => {
        turns += 1;
      },
    });
    const { frames } = await measure(
      { fftSize: 256, hopLength: 32, features: { rms: true } },
      signal,
    );
    expect(turns).toBeGreaterThan(frames.length / 4);
  });

  it.each([
    16, 100, 735, 40_000,
  ])('gives the same in its blocks as in one, with a hop of %d', async (hopLength) => {
    const options = { fftSize: 256, hopLength, features: { rms: true, mel: { melCount: 8 } } };
    const { frames, hopLength: told } = await measure(options);
    const whole: ExtractedFrame[] = [];
    const extractor = new AudioFeatureExtractor(options);
    extractor.push({ channels: [plane], sampleRate }, (frame) => void whole.push(frame));
    extractor.flush((frame) => void whole.push(frame));
    expect(told).toBe(hopLength);
    expect(frames).toEqual(whole);
  });
});
