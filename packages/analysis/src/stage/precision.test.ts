import { type AudioFrame, fromFrames } from '@audioflow/core';
import { collect, describeStage, noiseFrame, splitFrame } from '@audioflow/core/testing';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type OperatorFunction, Subject } from 'rxjs';
import * as mel from '../mel/index.js';
import * as rhythm from '../rhythm/index.js';
import * as spectrum from '../spectrum/index.js';
import type { FeatureFrame, FeatureMatrix } from './feature.types.js';

type Precision = 'double' | 'single';
interface Pair {
  readonly name: string;
  readonly stream: (precision: Precision) => OperatorFunction<AudioFrame, FeatureFrame>;
  readonly offline: (samples: Float32Array, precision: Precision) => FeatureMatrix;
  /** Whether SIMD does it, so that the two precisions have other bits. */
  readonly differs: boolean;
}

const sampleRate = 16_000;
const hopLength = 100;
const spectrogramOf = (fftSize: number, more: spectrum.StftOptions, differs = true): Pair => ({
  name: `spectrogram of ${fftSize} ${JSON.stringify(more)}`,
  stream: (precision) => spectrum.spectrogram({ fftSize, hopLength, precision, ...more }),
  offline: (x, precision) =>
    spectrum.spectrogramOf(x, { fftSize, hopLength, sampleRate, precision, ...more }),
  differs,
});

const bands = { fftSize: 400, hopLength: 160, melCount: 30 } as const;
const logarithm = { scale: 10, floor: 1e-10 };
const pairs: Pair[] = [
  // A multiple of 8; even; odd; a size that is left to double precision.
  spectrogramOf(256, {}),
  spectrogramOf(256, { center: false, hopLength: 300 }),
  spectrogramOf(300, { padMode: 'edge', windowLength: 200 }),
  spectrogramOf(225, { padMode: 'reflect' }),
  spectrogramOf(254, {}, false),
  {
    name: 'melSpectrogram',
    stream: (precision) => mel.melSpectrogram({ ...bands, precision, power: 1 }),
    offline: (x, precision) =>
      mel.melSpectrogramOf(x, { ...bands, sampleRate, precision, power: 1 }),
    differs: true,
  },
  {
    name: 'melSpectrogram with logarithms',
    stream: (precision) => mel.melSpectrogram({ ...bands, precision, logarithm }),
    offline: (x, precision) =>
      mel.melSpectrogramOf(x, { ...bands, sampleRate, precision, logarithm }),
    differs: true,
  },
  {
    name: 'mfcc without a floor',
    stream: (precision) => mel.mfcc({ ...bands, precision }),
    offline: (x, precision) => mel.mfccOf(x, { ...bands, sampleRate, precision, topDb: null }),
    differs: true,
  },
  {
    name: 'onsetStrength without a floor',
    stream: (precision) => rhythm.onsetStrength({ ...bands, precision, topDb: null }),
    offline: (x, precision) =>
      rhythm.onsetStrengthOf(x, { ...bands, sampleRate, precision, topDb: null }),
    differs: true,
  },
];

const noise = (length: number): AudioFrame => noiseFrame(length, { sampleRate, pts: 1000 });
const planeOf = ({ channels: [plane = new Float32Array()] }: AudioFrame): Float32Array => plane;
const valuesOf = (frames: readonly FeatureFrame[]): Float32Array =>
  Float32Array.from(frames.flatMap(({ values }) => [...values]));

describe.each(pairs)('$name', ({ stream, offline, differs }) => {
  it('is the same as a stream and in memory, for any length and any cut', async () => {
    const cuts = fc.array(fc.integer({ min: 1, max: 2500 }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 6000 }), cuts, async (length, cut) => {
        const whole = noise(length);
        const parts = fromFrames(splitFrame(whole, cut));
        const frames = await collect(parts.pipe(stream('single')), false);
        expect(valuesOf(frames)).toEqual(offline(planeOf(whole), 'single').data);
      }),
      { numRuns: 12 },
    );
  });

  it('is near to double precision, and not the same where SIMD does it', () => {
    const samples = planeOf(noise(5000));
    const single = offline(samples, 'single').data;
    const double = offline(samples, 'double').data;
    const most = double.reduce((largest, x) => Math.max(largest, Math.abs(x)), 0);
    expect(single.length).toBe(double.length);
    expect(Math.max(...single.map((x, i) => Math.abs(x - (double[i] ?? 0))))).toBeLessThan(
      2e-6 * most,
    );
    expect(single.some((x, i) => x !== double[i])).toBe(differs);
  });

  it('puts a frame out as soon as its samples are there', () => {
    const counts = (['single', 'double'] as const).map((precision) => {
      const source = new Subject<AudioFrame>();
      let count = 0;
      source.pipe(stream(precision)).subscribe(() => {
        count += 1;
      });
      return splitFrame(noise(3000), [130, 7, 500]).map((frame) => {
        source.next(frame);
        return count;
      });
    });
    expect(counts[0]).toEqual(counts[1]);
    expect(counts[0]?.at(-1)).toBeGreaterThan(5);
  });

  it('is finite for silence, clipping, one sample, nothing, and what is no number', () => {
    for (const plane of [
      new Float32Array(2000),
      planeOf(noise(2000)).map((x) => Math.sign(x)),
      Float32Array.of(0.5),
      new Float32Array(0),
      new Float32Array(2000).fill(Number.NaN),
    ]) {
      const { data, frameCount } = offline(plane, 'single');
      expect(data.every(Number.isFinite)).toBe(true);
      expect(frameCount).toBe(offline(plane, 'double').frameCount);
    }
  });
});

it('takes logarithms as powerToDb does', () => {
  const samples = planeOf(noise(3000));
  const powers = mel.melSpectrogramOf(samples, { ...bands, sampleRate }).data;
  const expected = spectrum.powerToDb(powers, { topDb: null });
  const { data } = mel.melSpectrogramOf(samples, { ...bands, sampleRate, logarithm });
  expect(Math.max(...data.map((x, i) => Math.abs(x - (expected[i] ?? 0))))).toBeLessThan(1e-5);
});

describe('stft in single precision', () => {
  const options = { fftSize: 400, hopLength: 160, precision: 'single' } as const;

  it('is the same as a stream and in memory, and goes back', async () => {
    const whole = noise(8000);
    const cut = fromFrames(splitFrame(whole, [1, 777, 90]));
    const frames = await collect(cut.pipe(spectrum.stft(options)), false);
    const offline = spectrum.stftOf(planeOf(whole), options);
    expect(Float64Array.from(frames.flatMap(({ re }) => [...re]))).toEqual(offline.re);
    expect(Float64Array.from(frames.flatMap(({ im }) => [...im]))).toEqual(offline.im);
    const back = spectrum.istftOf(offline, { length: 8000 });
    const plane = planeOf(whole);
    expect(Math.max(...back.map((x, i) => Math.abs(x - (plane[i] ?? 0))))).toBeLessThan(2e-6);
  });
});

it.each([
  () => spectrum.spectrogram({ precision: JSON.parse('"half"') }),
  () => spectrum.stftOf(new Float32Array(9), { precision: JSON.parse('"half"') }),
  () => mel.logMel({ precision: JSON.parse('4') }),
  () => mel.melSpectrogram({ logarithm: { scale: 10, floor: 0 } }),
  () => mel.melSpectrogram({ logarithm: { scale: 0, floor: 1 } }),
  () => mel.melSpectrogram({ logarithm: JSON.parse('{}') }),
])('refuses another precision, and logarithms of nothing: %s', (make) => {
  expect(make).toThrow(expect.objectContaining({ code: 'invalid-option' }));
});

describeStage('logMel in single precision', {
  create: () => mel.logMel({ precision: 'single' }),
  inputs: () => splitFrame(noise(4000), [333]),
});
