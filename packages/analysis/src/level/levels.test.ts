import { fromFrames } from '@audioflow/core';
import { collect, describeStage, noiseFrame, splitFrame } from '@audioflow/core/testing';
import { describe, expect, it } from '@jest/globals';
import { of } from 'rxjs';
import { rmsOf } from '../feature/rms.js';
import { goldenCases, readGolden, signalOf } from '../fixtures/golden.js';
import type { FeatureFrame } from '../stage/feature.types.js';
import { ema, emaOf } from './ema.js';
import { levels } from './levels.js';
import { percentileLevelOf } from './percentile-level.js';
import { percentileOf } from './percentile-of.js';
import { quantize, quantizeOf } from './quantize.js';

const inputs = splitFrame(noiseFrame(9600, { channelCount: 2 }), [1024]);
describeStage('levels', { create: () => levels(), inputs: () => inputs });

const frame = (value: number, k: number): FeatureFrame => ({
  pts: 480 * k,
  sampleRate: 48_000,
  values: Float32Array.of(value),
});
const valuesOf = async (frames: readonly FeatureFrame[], operator: ReturnType<typeof ema>) =>
  (await collect(of(...frames).pipe(operator), false)).map(({ values }) => values[0] ?? Number.NaN);

const voice = signalOf('voice16k');
const decibels = (): number[] => {
  const { data } = rmsOf(voice.samples, { sampleRate: 16_000, frameLength: 1024, hopLength: 256 });
  return [...data].map((x) => 20 * Math.log10(Math.max(1e-5, x)));
};

describe('levels', () => {
  it('is the same however the input is cut', async () => {
    const whole = noiseFrame(20_000, { channelCount: 2, sampleRate: 44_100, pts: 7 });
    const reference = await collect(fromFrames([whole]).pipe(levels({ intervalMs: 33.3 })), false);
    expect(reference.map(({ pts }) => pts - 7)).toEqual(
      Array.from({ length: 13 }, (_, k) => Math.round((k + 1) * 1468.53)),
    );
    for (const cuts of [[1], [441, 3], [9999]]) {
      const frames = splitFrame(whole, cuts);
      expect(await collect(fromFrames(frames).pipe(levels({ intervalMs: 33.3 })), false)).toEqual(
        reference,
      );
    }
  });

  it('shows 0 VU for a sine of -18 dBFS, and 99 % of it after 300 ms', async () => {
    const { sin } = Math;
    const plane = Float32Array.from({ length: 48_000 }, (_, i) => 10 ** (-18 / 20) * sin(i / 5));
    const tone = { ...noiseFrame(0), channels: [plane], length: 48_000 };
    const readings = await collect(fromFrames([tone]).pipe(levels({ intervalMs: 300 })), false);
    expect(readings[0]?.vu[0]).toBeCloseTo(20 * Math.log10(0.99), 1);
    expect(readings[2]?.vu[0]).toBeCloseTo(0, 1);
    expect(readings[2]?.peak[0]).toBeCloseTo(-18, 2);
    expect(readings[2]?.rms[0]).toBeCloseTo(-21.01, 1);
  });

  it('is -Infinity for silence, and never NaN', async () => {
    for (const value of [0, Number.NaN, Number.NEGATIVE_INFINITY]) {
      const silent = {
        ...noiseFrame(0),
        channels: [new Float32Array(4800).fill(value)],
        length: 4800,
      };
      const [reading] = await collect(fromFrames([silent]).pipe(levels()), false);
      expect([reading?.peak[0], reading?.rms[0], reading?.vu[0]]).toEqual([
        -Infinity,
        -Infinity,
        -Infinity,
      ]);
    }
  });
});

describe('ema', () => {
  it.each(goldenCases.filter(({ fn }) => fn.startsWith('ema')))('$id', async ({ params, out }) => {
    const tau = Number(params['tau']);
    const theirs = out['value'] ? readGolden(out['value']) : new Float64Array();
    const ours = emaOf(decibels(), { tau, interval: 256 / 16_000 });
    expect(ours).toHaveLength(theirs.length);
    for (const [i, value] of theirs.entries()) expect(ours[i]).toBeCloseTo(value, 4);
  });

  it('smooths by alpha, or by time whatever the distance of frames', async () => {
    const values = [1, 3, 2, 5, 4];
    expect([...emaOf(values, { alpha: 0.7 })].map((x) => Number(x.toFixed(4)))).toEqual([
      1, 1.6, 1.72, 2.704, 3.0928,
    ]);
    const streamed = await valuesOf(values.map(frame), ema({ alpha: 0.7 }));
    expect(streamed.map((x) => Number(x.toFixed(4)))).toEqual([1, 1.6, 1.72, 2.704, 3.0928]);
    const step = [0, 1, 1, 1, 1];
    const dense = await valuesOf(step.map(frame), ema({ tau: 0.02 }));
    const sparse = await valuesOf([frame(0, 0), frame(1, 2), frame(1, 4)], ema({ tau: 0.02 }));
    expect(sparse[2]).toBeCloseTo(dense[4] ?? 0, 6);
  });

  it('passes over what is no number', async () => {
    expect(await valuesOf([1, Number.NaN, 3, Infinity].map(frame), ema({ alpha: 0.5 }))).toEqual([
      1, 1, 2, 2,
    ]);
    expect([...emaOf([Number.NaN, 1], { alpha: 0.5 })]).toEqual([0, 0.5]);
  });

  it.each([{}, { tau: 1, alpha: 0.5 }, { alpha: 1 }, { tau: 0 }])('refuses %j', (options) => {
    expect(() => ema(options)).toThrow(expect.objectContaining({ code: 'invalid-option' }));
  });
});

describe('percentiles', () => {
  it('are those of numpy', () => {
    const golden = goldenCases.find(({ id }) => id === 'percentile-rmsdb');
    const { p, value } = golden?.out ?? {};
    if (!p || !value) throw new Error('no case of percentiles');
    const theirs = readGolden(value);
    for (const [i, percent] of readGolden(p).entries()) {
      expect(percentileOf(decibels(), percent)).toBeCloseTo(theirs[i] ?? 0, 4);
    }
    expect(
      percentileOf(
        Array.from({ length: 10 }, (_, i) => i),
        90,
      ),
    ).toBeCloseTo(8.1, 12);
    expect(
      percentileOf(
        Array.from({ length: 1025 }, (_, i) => i),
        90,
      ),
    ).toBeCloseTo(921.6, 12);
    expect([percentileOf([], 50), percentileOf([Number.NaN], 50), percentileOf([3], 50)]).toEqual([
      0, 0, 3,
    ]);
  });

  it('of spectra measure how full they are', () => {
    const tone = Float32Array.from({ length: 22_050 }, (_, i) =>
      Math.sin((2 * Math.PI * 1000 * i) / 22_050),
    );
    const of = percentileLevelOf(tone, { sampleRate: 22_050 });
    expect([of.frameCount, of.size]).toEqual([44, 1]);
    expect(of.data[20]).toBeLessThan(0.01);
    const [noise = new Float32Array()] = noiseFrame(22_050).channels;
    expect(percentileLevelOf(noise, { sampleRate: 22_050 }).data[20]).toBeGreaterThan(5);
  });
});

describe('quantize', () => {
  it.each([
    [256, [0, 31, 63, 95, 127, 255]],
    [32, [0, 3, 7, 11, 15, 31]],
    [16, [0, 1, 3, 5, 7, 15]],
  ])('to %d steps', (levelCount, expected) => {
    expect([...quantizeOf([0, 0.25, 0.5, 0.75, 1, 2], { levels: levelCount })]).toEqual(expected);
  });

  it('divides nothing by nothing', () => {
    expect([...quantizeOf([0, 0])]).toEqual([0, 0]);
    expect([...quantizeOf([Number.NaN, Infinity, -1, 1], { levels: 256 })]).toEqual([
      0, 255, 0, 255,
    ]);
    expect([...quantizeOf([])]).toEqual([]);
  });

  it('looks only back in a stream, and can forget', async () => {
    const frames = [1, 8, 1, 1].map((value, k) => frame(value, 100 * k));
    const steps = async (options: Parameters<typeof quantize>[0]) =>
      (await collect(of(...frames).pipe(quantize(options)), false)).map(({ values }) => values[0]);
    expect(await steps({})).toEqual([255, 255, 31, 31]);
    expect(await steps({ halfLife: 1 })).toEqual([255, 255, 63, 127]);
    expect(await steps({ max: 16 })).toEqual([15, 127, 15, 15]);
  });
});
