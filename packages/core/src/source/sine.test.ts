import { describe, expect, it } from '@jest/globals';
import { take } from 'rxjs';
import { collect, describeSource, joinFrames, totalLength } from '../testing/index.js';
import { signalFrames } from './signal-frames.js';
import { sine } from './sine.js';

describeSource('sine', { create: () => sine({ duration: 0.2 }), items: 10 });

const samplesOf = async (...args: Parameters<typeof sine>): Promise<Float32Array> =>
  joinFrames(await collect(sine(...args)))[0] ?? new Float32Array(0);

describe('sine', () => {
  it('is 440 Hz at a peak of 0.2, mono, 48000 Hz by default', async () => {
    const [frame] = await collect(sine().pipe(take(1)));
    expect(frame).toMatchObject({ sampleRate: 48000, pts: 0, length: 1024 });
    expect(frame?.channels).toHaveLength(1);
    for (const i of [0, 1, 500, 1023]) {
      const expected = 0.2 * Math.sin((2 * Math.PI * 440 * i) / 48000);
      expect(frame?.channels[0]?.[i]).toBeCloseTo(expected, 7);
    }
  });

  it('goes on over the borders of frames, whatever their length', async () => {
    const whole = await samplesOf({ duration: 0.1, frequency: 997.3, frameLength: 4800 });
    for (const frameLength of [1, 7, 1024]) {
      expect(await samplesOf({ duration: 0.1, frequency: 997.3, frameLength })).toEqual(whole);
    }
  });

  it('ends at the nearest sample, with a shorter frame', async () => {
    const frames = await collect(sine({ duration: 0.03125, sampleRate: 44100, channelCount: 3 }));
    expect(frames.map(({ pts, length }) => [pts, length])).toEqual([
      [0, 1024],
      [1024, 354],
    ]);
    expect(frames[1]?.channels.map((plane) => plane.length)).toEqual([354, 354, 354]);
    expect(totalLength(await collect(sine({ duration: 0 })))).toBe(0);
  });

  it.each([
    [{ frequency: 24001 }],
    [{ frequency: 0 }],
    [{ amplitude: Number.NaN }],
    [{ channelCount: 0 }],
    [{ frameLength: 1.5 }],
    [{ duration: -1 }],
  ])('refuses %j at once', (options) => {
    expect(() => sine(options)).toThrow(expect.objectContaining({ code: 'invalid-option' }));
  });
});

describe('signalFrames', () => {
  it('counts pts on without end when there is no duration', () => {
    const frames = signalFrames({ sampleRate: 8000, frameLength: 100 }, (_, length) => [
      new Float32Array(length),
    ]);
    const times = Array.from({ length: 50 }, () => frames.next().value?.pts);
    expect(times).toEqual(Array.from({ length: 50 }, (_, i) => 100 * i));
  });
});
