import { describe, expect, it } from '@jest/globals';
import { from } from 'rxjs';
import { createResampler } from '../dsp/index.js';
import type { AudioFrame } from '../signal/index.js';
import {
  collect,
  describeProcessor,
  joinFrames,
  noiseFrame,
  splitFrame,
  totalLength,
} from '../testing/index.js';
import { type ResampleOptions, resample } from './resample.js';

const length = (ratio: number) => (n: number) => Math.round(n * ratio);

describeProcessor('resample from 48000 to 44100 Hz', {
  create: () => resample(44100),
  expectedLength: length(44100 / 48000),
  poisoned: [
    {
      name: 'a jump of pts',
      frames: [noiseFrame(480), noiseFrame(480, { pts: 481 })],
      code: 'malformed-data',
    },
    {
      name: 'a change of rate',
      frames: [noiseFrame(480), noiseFrame(480, { pts: 480, sampleRate: 32000 })],
      code: 'format-changed',
    },
    {
      name: 'a change of channels',
      frames: [noiseFrame(480), noiseFrame(480, { pts: 480, channelCount: 2 })],
      code: 'format-changed',
    },
    {
      name: 'a ratio beyond the limits',
      frames: [noiseFrame(480, { sampleRate: 100 })],
      code: 'unsupported',
    },
  ],
});
describeProcessor('resample to 16000 Hz, medium', {
  create: () => resample(16000, { quality: 'medium' }),
  expectedLength: length(1 / 3),
});
describeProcessor('resample to 96000 Hz, linear', {
  create: () => resample(96000, { quality: 'linear' }),
  expectedLength: length(2),
});

const at = (pts: number, count: number, sampleRate = 48000): AudioFrame =>
  noiseFrame(count, { pts, sampleRate });
const resampled = (frames: readonly AudioFrame[], options?: ResampleOptions) =>
  collect(from(frames).pipe(resample(16000, options)));
const timesOf = (frames: readonly AudioFrame[]) => frames.map(({ pts, length: n }) => [pts, n]);
/** Every frame begins where the one before it ends. */
const isContinuous = (frames: readonly AudioFrame[]): boolean =>
  frames.every((frame, i) => {
    const before = frames[i - 1];
    return before === undefined || frame.pts === before.pts + before.length;
  });

describe('resample', () => {
  it('gives the samples of the kernel', async () => {
    const whole = noiseFrame(5000, { channelCount: 2 });
    const resampler = createResampler({ inputRate: 48000, outputRate: 16000, channelCount: 2 });
    const ready = resampler.process(whole.channels);
    const rest = resampler.flush();
    const expected = ready.map((plane, c) => Float32Array.of(...plane, ...(rest[c] ?? [])));
    expect(joinFrames(await resampled(splitFrame(whole, [960])))).toEqual(expected);
  });

  it('passes frames of the wanted rate as they are', async () => {
    const frames = [at(7, 100, 16000), at(5000, 100, 16000)];
    const out = await resampled(frames);
    expect(out).toHaveLength(2);
    expect(out[0]).toBe(frames[0]);
    expect(out[1]).toBe(frames[1]);
  });

  it('begins at the exact time of the first sample, far from zero too', async () => {
    const year = 48000 * 86400 * 365;
    const [first] = await resampled([at(year + 3, 4800)]);
    expect(first?.pts).toBe(year / 3 + 1);
  });

  it('keeps the layout, and the capture time of each first sample', async () => {
    const layout = { channelCount: 1, mask: 1 };
    const frames = splitFrame(noiseFrame(4800, { pts: 48000 }), [480]).map((frame) => ({
      ...frame,
      layout,
      capturedAt: 1000 + (frame.pts - 48000) / 48,
    }));
    for (const frame of await resampled(frames)) {
      expect(frame.layout).toEqual(layout);
      expect(frame.capturedAt).toBeCloseTo(1000 + (frame.pts - 16000) / 16, 6);
    }
  });

  it.each([
    [{ quality: 'best' }],
    [{ maxGapMs: -1 }],
    [{ maxgap: 1 }],
  ])('refuses the options %j at once', (options) => {
    const untyped: object = options;
    expect(() => resample(16000, untyped)).toThrow(
      expect.objectContaining({ code: 'invalid-option' }),
    );
    expect(() => resample(0)).toThrow(expect.objectContaining({ code: 'invalid-option' }));
  });
});

describe('resample over a jump of pts', () => {
  it('fills a gap with silence, so that time stays right', async () => {
    const out = await resampled([at(0, 4800), at(9600, 4800)], { onDiscontinuity: 'silence' });
    expect(isContinuous(out)).toBe(true);
    expect(totalLength(out)).toBe(4800);
    const [plane = new Float32Array(0)] = joinFrames(out);
    const loudest = (samples: Float32Array): number => Math.max(...samples.map(Math.abs));
    expect(loudest(plane.subarray(1700, 3100))).toBe(0);
    expect(loudest(plane.subarray(3200))).toBeGreaterThan(0.1);
  });

  it('begins anew after a longer gap, with all samples of before and after', async () => {
    const frames = [at(0, 4800), at(96000, 4800)];
    const out = await resampled(frames, { onDiscontinuity: 'silence', maxGapMs: 500 });
    expect(totalLength(out)).toBe(3200);
    const [before, after] = [out.filter((f) => f.pts < 1600), out.filter((f) => f.pts >= 1600)];
    expect(isContinuous(before) && isContinuous(after)).toBe(true);
    expect(after[0]?.pts).toBe(32000);
    const alone = joinFrames(await resampled([at(0, 4800)]));
    expect(joinFrames(before)).toEqual(alone);
    expect(joinFrames(after)).toEqual(alone);
  });

  it('begins anew after a jump back', async () => {
    const out = await resampled([at(48000, 4800), at(0, 4800)], { onDiscontinuity: 'reset' });
    expect(out.at(0)?.pts).toBe(16000);
    expect(timesOf(out.filter((frame) => frame.pts < 16000))[0]?.[0]).toBe(0);
    expect(totalLength(out)).toBe(3200);
  });

  it('never lets pts run backwards where the rounding of two passages meets', async () => {
    // At 8 kHz the first passage is half a sample long, rounded up, from 0.5, rounded up: to 2.
    const frames = [at(3, 3), at(7, 299), at(306, 300)];
    const reset = resample(8000, { onDiscontinuity: 'reset' });
    const out = await collect(from(frames).pipe(reset));
    expect(timesOf(out)[0]).toEqual([1, 1]);
    expect(isContinuous(out)).toBe(true);
    expect(totalLength(out)).toBe(1 + 100);
  });
});

describe('resample over a change of format', () => {
  it('restarts at the time of the new format, in the new rate', async () => {
    const frames = [
      at(0, 4800),
      at(4410, 4410, 44100),
      noiseFrame(1600, { pts: 3200, sampleRate: 16000 }),
    ];
    const out = await resampled(frames, { onFormatChange: 'restart' });
    expect(isContinuous(out)).toBe(true);
    expect(totalLength(out)).toBe(4800);
    expect(out.every((frame) => frame.sampleRate === 16000)).toBe(true);
    expect(out.at(-1)).toBe(frames[2]);
  });

  it('restarts for other channels', async () => {
    const frames = [at(0, 4800), noiseFrame(4800, { pts: 4800, channelCount: 2 })];
    const out = await resampled(frames, { onFormatChange: 'restart' });
    expect(isContinuous(out)).toBe(true);
    const counts = out.map((frame) => [frame.channels.length, frame.length]);
    for (const count of [1, 2]) {
      const sum = counts.reduce((total, [n = 0, m = 0]) => total + (n === count ? m : 0), 0);
      expect(sum).toBe(1600);
    }
  });

  it('is not locked by an empty frame of another format', async () => {
    const empty = { ...at(99, 0, 8000) };
    const out = await resampled([empty, at(0, 4800), empty, at(4800, 4800)]);
    expect(totalLength(out)).toBe(3200);
  });
});
