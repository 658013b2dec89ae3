import { type AudioFrame, fromFrames, type PcmStream } from '@audioflow/core';
import { collect, describeStage, noiseFrame, splitFrame } from '@audioflow/core/testing';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { OperatorFunction } from 'rxjs';
import * as features from '../feature/index.js';
import * as level from '../level/index.js';
import * as mel from '../mel/index.js';
import * as spectrum from '../spectrum/index.js';
import type { FeatureFrame, FeatureMatrix } from './feature.types.js';

interface Pair {
  readonly name: string;
  readonly stream: () => OperatorFunction<AudioFrame, FeatureFrame>;
  readonly offline: (samples: Float32Array) => FeatureMatrix;
}

const sampleRate = 16_000;
const small = { fftSize: 256, hopLength: 100 } as const;
const time = { frameLength: 256, hopLength: 100 } as const;
const bands = { ...small, melCount: 20 } as const;
const pairs: Pair[] = [
  ...(
    [
      {},
      { center: false },
      { padMode: 'reflect' },
      { padMode: 'edge', windowLength: 200 },
      { hopLength: 300 },
      { fftSize: 255 },
    ] as const
  ).map(
    (more): Pair => ({
      name: `spectrogram ${JSON.stringify(more)}`,
      stream: () => spectrum.spectrogram({ ...small, ...more }),
      offline: (x) => spectrum.spectrogramOf(x, { ...small, ...more, sampleRate }),
    }),
  ),
  {
    name: 'melSpectrogram',
    stream: () => mel.melSpectrogram({ ...bands, power: 1, melScale: 'htk' }),
    offline: (x) => mel.melSpectrogramOf(x, { ...bands, power: 1, melScale: 'htk', sampleRate }),
  },
  {
    name: 'mfcc without a floor',
    stream: () => mel.mfcc(bands),
    offline: (x) => mel.mfccOf(x, { ...bands, topDb: null, sampleRate }),
  },
  {
    name: 'chroma',
    stream: () => features.chroma(small),
    offline: (x) => features.chromaOf(x, { ...small, sampleRate }),
  },
  {
    name: 'rms',
    stream: () => features.rms(time),
    offline: (x) => features.rmsOf(x, { ...time, sampleRate }),
  },
  {
    name: 'zeroCrossingRate',
    stream: () => features.zeroCrossingRate(time),
    offline: (x) => features.zeroCrossingRateOf(x, { ...time, sampleRate }),
  },
  {
    name: 'spectralCentroid',
    stream: () => features.spectralCentroid(small),
    offline: (x) => features.spectralCentroidOf(x, { ...small, sampleRate }),
  },
  {
    name: 'spectralBandwidth',
    stream: () => features.spectralBandwidth({ ...small, p: 3 }),
    offline: (x) => features.spectralBandwidthOf(x, { ...small, p: 3, sampleRate }),
  },
  {
    name: 'spectralRolloff',
    stream: () => features.spectralRolloff(small),
    offline: (x) => features.spectralRolloffOf(x, { ...small, sampleRate }),
  },
  {
    name: 'spectralFlatness',
    stream: () => features.spectralFlatness(small),
    offline: (x) => features.spectralFlatnessOf(x, { ...small, sampleRate }),
  },
  {
    name: 'spectralFlux',
    stream: () => features.spectralFlux({ ...small, rectify: true }),
    offline: (x) => features.spectralFluxOf(x, { ...small, rectify: true, sampleRate }),
  },
  {
    name: 'spectralContrast',
    stream: () => features.spectralContrast({ ...small, bandCount: 4 }),
    offline: (x) => features.spectralContrastOf(x, { ...small, bandCount: 4, sampleRate }),
  },
  {
    name: 'percentileLevel',
    stream: () => level.percentileLevel(small),
    offline: (x) => level.percentileLevelOf(x, { ...small, sampleRate }),
  },
];

const noise = (length: number): AudioFrame => noiseFrame(length, { sampleRate, pts: 1000 });
const planeOf = ({ channels: [plane = new Float32Array()] }: AudioFrame): Float32Array => plane;
const take = (stream: PcmStream, pair: Pair): Promise<FeatureFrame[]> =>
  collect(stream.pipe(pair.stream()), false);

const stageInputs = splitFrame(noise(4000), [333]);

describe.each(pairs)('$name', (pair) => {
  it('is the same as a stream and in memory, for any length and any cut', async () => {
    const cuts = fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 5 });
    const lengths = fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 2500 }));
    await fc.assert(
      fc.asyncProperty(lengths, cuts, async (length, cut) => {
        const whole = noise(length);
        const offline = pair.offline(planeOf(whole));
        const frames = await take(fromFrames(splitFrame(whole, cut)), pair);
        expect(frames).toHaveLength(offline.frameCount);
        expect(frames.map(({ pts }) => pts)).toEqual(
          frames.map((_, k) => 1000 + k * offline.hopLength),
        );
        expect(Float32Array.from(frames.flatMap(({ values }) => [...values]))).toEqual(
          offline.data,
        );
      }),
      { numRuns: 12 },
    );
  });

  it('is finite for silence, direct voltage, clipping, one sample, nothing, and what is no number', async () => {
    const odd: Float32Array[] = [
      new Float32Array(2000),
      new Float32Array(2000).fill(1),
      planeOf(noise(2000)).map((x) => Math.sign(x)),
      Float32Array.of(0.5),
      new Float32Array(2000).fill(Number.NaN),
      new Float32Array(2000).map((_, i) => (i % 7 === 0 ? Number.POSITIVE_INFINITY : 0.1)),
    ];
    for (const plane of odd) {
      const offline = pair.offline(plane);
      expect(offline.data.every(Number.isFinite)).toBe(true);
      const frame = { ...noise(0), channels: [plane], length: plane.length };
      for (const { values } of await take(fromFrames([frame]), pair)) {
        expect(values.every(Number.isFinite)).toBe(true);
      }
    }
    expect(pair.offline(new Float32Array(0)).frameCount).toBe(0);
    expect(await take(fromFrames([]), pair)).toEqual([]);
  });
});

describeStage('melSpectrogram', {
  create: () => mel.melSpectrogram(bands),
  inputs: () => stageInputs,
});
describeStage('logMel', { create: () => mel.logMel(), inputs: () => stageInputs });

describe('which channel', () => {
  const stereo = noiseFrame(2000, { channelCount: 2, sampleRate });
  it('is the mean, or the one that is named', async () => {
    const [left = new Float32Array(), right = new Float32Array()] = stereo.channels;
    const mean = left.map((x, i) => (x + (right[i] ?? 0)) / 2);
    const mixed = await collect(fromFrames([stereo]).pipe(features.rms(time)), false);
    const one = await collect(
      fromFrames([stereo]).pipe(features.rms({ ...time, channel: 1 })),
      false,
    );
    expect(mixed[5]?.values[0]).toBeCloseTo(
      features.rmsOf(mean, { ...time, sampleRate }).data[5] ?? 0,
      6,
    );
    expect(one[5]?.values[0]).toBe(features.rmsOf(right, { ...time, sampleRate }).data[5]);
  });

  it('must be there', async () => {
    await expect(
      collect(fromFrames([stereo]).pipe(features.rms({ channel: 2 }))),
    ).rejects.toMatchObject({
      code: 'invalid-option',
    });
  });
});

describe('there and back', () => {
  it.each([
    [{ fftSize: 400, hopLength: 160 }],
    [{ fftSize: 512, hopLength: 128, window: 'hamming' }],
    [{ fftSize: 256, hopLength: 64, windowLength: 200 }],
  ] as const)('stft and istft, %j', async (options) => {
    const whole = noise(8000);
    const {
      channels: [plane = new Float32Array()],
    } = whole;
    const frames = await collect(
      fromFrames(splitFrame(whole, [777])).pipe(spectrum.stft(options), spectrum.istft(options)),
      false,
    );
    expect(frames[0]?.pts).toBe(1000);
    const back = frames.flatMap(({ channels: [part] }) => [...(part ?? [])]);
    expect(back.length).toBe(Math.floor(8000 / options.hopLength) * options.hopLength);
    expect(Math.max(...back.map((x, i) => Math.abs(x - (plane[i] ?? 0))))).toBeLessThan(1e-6);
    const offline = spectrum.istftOf(spectrum.stftOf(plane, options), {
      ...('window' in options ? { window: options.window } : {}),
      ...('windowLength' in options ? { windowLength: options.windowLength } : {}),
      length: 8000,
    });
    expect(Math.max(...offline.map((x, i) => Math.abs(x - (plane[i] ?? 0))))).toBeLessThan(1e-6);
  });
});

describe('wrong options', () => {
  it.each([
    () => spectrum.stft({ fftSize: 1 }),
    () => spectrum.stft({ fftSize: 256, windowLength: 300 }),
    () => spectrum.spectrogramOf(new Float32Array(9), { sampleRate: 0 }),
    () => mel.melSpectrogram({ melCount: 0 }),
    () => mel.mfcc({ coefficientCount: 40, melCount: 20 }),
    () => mel.delta({ width: 4 }),
    () => features.chroma({ chromaCount: 1 }),
    () => features.rms({ hopLength: 0 }),
  ])('%s throws at once', (make) => {
    expect(make).toThrow(expect.objectContaining({ code: 'invalid-option' }));
  });
});
