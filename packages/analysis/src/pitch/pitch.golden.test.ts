import { fromFrames } from '@audioflow/core';
import { collect, describeStage, noiseFrame, splitFrame } from '@audioflow/core/testing';
import { describe, expect, it } from '@jest/globals';
import { casesOf, signalOf } from '../fixtures/golden.js';
import { comparePyin } from '../fixtures/pyin.js';
import { compareYin } from '../fixtures/yin.js';
import { pitch, pitchOf } from './pitch.js';

describe('YIN', () => {
  it.each(casesOf('yin'))('$id', (golden) => {
    const { difference, tolerance, compared } = compareYin(golden);
    expect(difference).toBeLessThanOrEqual(tolerance);
    expect(compared).toBeGreaterThan(50);
  });

  it('is the same as a stream, however it is cut', async () => {
    const { samples, sampleRate } = signalOf('glide22k');
    const offline = pitchOf(samples, { sampleRate, method: 'yin' });
    const whole = {
      kind: 'pcm' as const,
      sampleRate,
      channels: [samples],
      length: samples.length,
      pts: 9,
    };
    for (const cuts of [[512], [1, 9999, 300]]) {
      const frames = await collect(fromFrames(splitFrame(whole, cuts)).pipe(pitch()), false);
      expect(frames.map(({ pts }) => pts)).toEqual(frames.map((_, k) => 9 + 512 * k));
      expect(Float32Array.from(frames, ({ frequency }) => frequency)).toEqual(offline.frequency);
    }
  });

  it.each([70, 110.5, 220, 329.63, 440, 700])('hears %d Hz to 10 cents', (hz) => {
    const tone = Float32Array.from(
      { length: 22_050 },
      (_, i) =>
        Math.sin((2 * Math.PI * hz * i) / 22_050) + 0.5 * Math.sin((4 * Math.PI * hz * i) / 22_050),
    );
    const { frequency, voiced } = pitchOf(tone, { sampleRate: 22_050, method: 'yin' });
    const cents = 1200 * Math.log2((frequency[20] ?? 0) / hz);
    expect(Math.abs(cents)).toBeLessThan(10);
    expect(voiced[20]).toBe(1);
  });
});

describe('pYIN', () => {
  it.each(casesOf('pyin'))('$id', (golden) => {
    const { agree, steps, probability } = comparePyin(golden);
    expect(agree).toBeGreaterThanOrEqual(0.98);
    expect(steps).toBeLessThan(1.01);
    expect(probability).toBeLessThan(5e-5);
  });
});

describe('odd input', () => {
  it.each([
    ['silence', new Float32Array(5000)],
    ['direct voltage', new Float32Array(5000).fill(0.5)],
    ['one sample', Float32Array.of(1)],
    ['nothing', new Float32Array(0)],
    ['what is no number', new Float32Array(5000).fill(Number.NaN)],
  ])('%s', (_, samples) => {
    const yin = pitchOf(samples, { sampleRate: 22_050, method: 'yin' });
    expect([...yin.frequency, ...yin.probability].every(Number.isFinite)).toBe(true);
    const pyin = pitchOf(samples, { sampleRate: 22_050 });
    expect([...pyin.probability].every(Number.isFinite)).toBe(true);
    expect(pyin.frameCount).toBe(yin.frameCount);
  });

  it.each([
    { sampleRate: 22_050, minFrequency: 0 },
    { sampleRate: 22_050, minFrequency: 500, maxFrequency: 400 },
    { sampleRate: 1000 },
    { sampleRate: 22_050, minFrequency: 8 },
  ])('refuses %j', (init) => {
    expect(() => pitchOf(new Float32Array(9), init)).toThrow(
      expect.objectContaining({ code: 'invalid-option' }),
    );
  });
});

const inputs = splitFrame(noiseFrame(6000, { sampleRate: 22_050 }), [1024]);
describeStage('pitch', { create: () => pitch({ frameLength: 1024 }), inputs: () => inputs });
