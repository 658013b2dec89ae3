import { type AudioFrame, fromFrames } from '@audioflow/core';
import { collect, noiseFrame, splitFrame } from '@audioflow/core/testing';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { OperatorFunction } from 'rxjs';
import { rms } from '../feature/index.js';
import { percentileLevel, quantizeOf, spectrumBars } from '../level/index.js';
import { melSpectrogram } from '../mel/index.js';
import { onsetStrength } from '../rhythm/index.js';
import { spectrogram } from '../spectrum/index.js';
import type { FeatureFrame } from '../stage/feature.types.js';
import { AudioFeatureExtractor } from './audio-feature-extractor.js';
import type { ExtractedFrame, ExtractorOptions } from './extractor.types.js';

const sampleRate = 16_000;
const shared = { fftSize: 512, hopLength: 200 } as const;
const all = {
  magnitudes: true,
  quantized: true,
  mel: { melCount: 24 },
  bars: { barCount: 8 },
  waveform: { length: 300 },
  rms: true,
  peak: true,
  percentileLevel: { percent: 80 },
  onsetStrength: true,
} as const;

const extract = (
  blocks: readonly Pick<AudioFrame, 'channels' | 'pts' | 'sampleRate'>[],
  options: ExtractorOptions = { ...shared, features: all },
): ExtractedFrame[] => {
  const extractor = new AudioFeatureExtractor(options);
  const frames: ExtractedFrame[] = [];
  const keep = (frame: ExtractedFrame): void => void frames.push(frame);
  for (const block of blocks) extractor.push(block, keep);
  extractor.flush(keep);
  return frames;
};
const tone = (hz: number, amplitude: number, length = 8000): AudioFrame => {
  const plane = Float32Array.from(
    { length },
    (_, i) => amplitude * Math.sin((2 * Math.PI * hz * i) / sampleRate),
  );
  return { kind: 'pcm', sampleRate, channels: [plane], length, pts: 0 };
};

describe('AudioFeatureExtractor', () => {
  const twin: readonly (readonly [keyof typeof all, OperatorFunction<AudioFrame, FeatureFrame>])[] =
    [
      ['magnitudes', spectrogram({ ...shared, power: 1 })],
      ['mel', melSpectrogram({ ...shared, melCount: 24 })],
      ['rms', rms({ frameLength: 512, hopLength: 200 })],
      ['percentileLevel', percentileLevel({ ...shared, percent: 80 })],
      ['onsetStrength', onsetStrength(shared)],
    ];

  it.each(twin)('gives of %s what the operator gives, to the bit', async (name, operator) => {
    const whole = noiseFrame(5000, { sampleRate, channelCount: 2, pts: 777 });
    const expected = await collect(fromFrames([whole]).pipe(operator), false);
    const frames = extract(splitFrame(whole, [333]), {
      ...shared,
      features: { [name]: true, ...pick(name) },
    });
    expect(frames.map(({ pts }) => pts)).toEqual(expected.map(({ pts }) => pts));
    expect(frames.map(({ values }) => values[name])).toEqual(expected.map(({ values }) => values));
  });

  it('gives of each feature the same alone and beside all others', () => {
    const blocks = splitFrame(noiseFrame(5000, { sampleRate }), [333, 700]);
    const together = extract(blocks);
    const features = { ...all, quantized: { scale: 'linear' } } as const;
    for (const selection of [all, features]) {
      const beside = extract(blocks, { ...shared, features: selection });
      for (const [name, options] of Object.entries(selection)) {
        const alone = extract(blocks, { ...shared, features: { [name]: options } });
        const valuesOf = (frames: readonly ExtractedFrame[]): unknown =>
          frames
            .slice(0, together.length)
            .map(({ values }) => Object.entries(values).find(([key]) => key === name));
        expect(valuesOf(beside)).toEqual(valuesOf(alone));
      }
    }
  });

  it('gives of bars what spectrumBars gives, with level, bass and reference behind', async () => {
    const whole = noiseFrame(5000, { sampleRate });
    const operator = spectrumBars({ barCount: 8, frameRate: sampleRate / 200 });
    const expected = await collect(fromFrames([whole]).pipe(operator), false);
    const frames = extract([whole], { ...shared, features: { bars: { barCount: 8 } } });
    expect(frames.map(({ values }) => values.bars)).toEqual(
      expected.map(({ bars, level, bass, reference }) =>
        Float32Array.of(...bars, level, bass, reference),
      ),
    );
  });

  it('gives the same for any cut, all features of a moment in one buffer', () => {
    const cuts = fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 4 });
    const whole = noiseFrame(4321, { sampleRate, pts: 50 });
    const expected = extract([whole]);
    expect(expected).toHaveLength(Math.floor(4321 / 200));
    expect(expected.map(({ pts }) => pts)).toEqual(expected.map((_, k) => 50 + 200 * k));
    fc.assert(
      fc.property(cuts, (cut) => {
        expect(extract(splitFrame(whole, cut))).toEqual(expected);
      }),
      { numRuns: 10 },
    );
    for (const { values, buffer } of expected) {
      expect(Object.keys(values)).toEqual(Object.keys(all));
      for (const view of Object.values(values)) expect(view.buffer).toBe(buffer);
    }
  });

  it('quantises in dB of full scale, and linearly by what was loudest a while ago', () => {
    const peakStep = (db: number): number => {
      const frames = extract([tone(1000, 10 ** (db / 20))], {
        ...shared,
        features: { quantized: true },
      });
      return frames[20]?.values.quantized?.[32] ?? -1;
    };
    expect([0, -45, -90, -120].map(peakStep)).toEqual(
      [255, 127, 0, 0].map((x) => expect.closeTo(x, -0.31)),
    );
    const linear = {
      quantized: { scale: 'linear', levels: 16, max: 100 },
      magnitudes: true,
    } as const;
    for (const { values } of extract([noiseFrame(3000, { sampleRate })], {
      ...shared,
      features: linear,
    })) {
      // Computed in double precision there, from what was rounded to single here: equal but at the very edge of a step.
      const expected = quantizeOf(values.magnitudes ?? [], { levels: 16, max: 100 });
      const off = values.quantized?.filter((step, k) => step !== expected[k]) ?? [];
      expect(off.length).toBeLessThanOrEqual(1);
    }
    const loudThenSoft = { ...tone(1000, 0.01, 160_000), pts: 8000 };
    const steps = extract([tone(1000, 1), loudThenSoft], {
      ...shared,
      features: { quantized: { scale: 'linear', halfLife: 1 } },
    }).map(({ values }) => values.quantized?.[32] ?? 0);
    expect(steps[60]).toBeLessThan(10);
    expect(steps.at(-5)).toBe(255);
  });

  it('shows the samples and the peak around a moment', () => {
    const click = { ...tone(1, 0), channels: [new Float32Array(8000)] };
    const [plane = new Float32Array()] = click.channels;
    plane[1000] = -0.75;
    const frames = extract([click], {
      ...shared,
      features: { waveform: { length: 100 }, peak: true },
    });
    expect(
      frames.filter(({ values }) => (values.peak?.[0] ?? 0) > 0).map(({ pts }) => pts),
    ).toEqual([1000]);
    expect(frames[5]?.values.waveform?.indexOf(-0.75)).toBe(50);
  });

  it('comes 60 times a second unless told otherwise, whatever the rate', () => {
    for (const rate of [8000, 44_100, 48_000, 96_000]) {
      const frames = extract([noiseFrame(rate, { sampleRate: rate })], {
        features: { bars: true },
      });
      expect(frames).toHaveLength(60);
    }
  });

  it('uses the buffers again that are given back, and no others', () => {
    const extractor = new AudioFeatureExtractor({ ...shared, sampleRate, features: { rms: true } });
    const seen = new Set<ArrayBuffer>();
    const block = { channels: [new Float32Array(2000)] };
    for (let i = 0; i < 50; i++) {
      extractor.push(block, (frame) => {
        seen.add(frame.buffer);
        extractor.recycle(frame);
        extractor.recycle(frame);
      });
    }
    // As many as one block completes.
    expect(seen.size).toBeLessThanOrEqual(11);
    extractor.recycle({ buffer: new ArrayBuffer(3) });
    const kept: ExtractedFrame[] = [];
    extractor.push(block, (frame) => void kept.push(frame));
    const [first] = kept;
    structuredClone(first, { transfer: [first?.buffer ?? new ArrayBuffer(0)] });
    if (first) extractor.recycle(first);
    extractor.push(block, (frame) => expect(frame.values.rms).toHaveLength(1));
    expect(new Set(kept.map(({ buffer }) => buffer)).size).toBe(10);
  });

  it('lets frames of a long block go before all of it is measured', () => {
    const extractor = new AudioFeatureExtractor({ ...shared, sampleRate, features: { rms: true } });
    const seen = new Set<ArrayBuffer>();
    extractor.push({ channels: [new Float32Array(200_000)] }, (frame) => {
      seen.add(frame.buffer);
      extractor.recycle(frame);
    });
    expect(seen.size).toBeLessThan(30);
    expect(extractor.hopLength).toBe(200);
  });

  it('begins anew after what onFrame throws', () => {
    const extractor = new AudioFeatureExtractor({ ...shared, sampleRate, features: { rms: true } });
    const block = { channels: [new Float32Array(20_000).fill(0.5)], pts: 300 };
    const throwing = (): void => {
      throw new Error('of a page');
    };
    expect(() => extractor.push(block, throwing)).toThrow('of a page');
    const pts: number[] = [];
    extractor.push({ channels: block.channels }, (frame) => void pts.push(frame.pts));
    expect(pts.slice(0, 3)).toEqual([0, 200, 400]);
  });

  it('goes on after a jump as it is told', () => {
    const blocks = [noiseFrame(1000, { sampleRate }), noiseFrame(1000, { sampleRate, pts: 5000 })];
    expect(() => extract(blocks)).toThrow(expect.objectContaining({ code: 'malformed-data' }));
    const features = { rms: true };
    const restarted = extract(blocks, { ...shared, features, onDiscontinuity: 'reset' });
    expect(restarted.map(({ pts }) => pts)).toEqual([
      0, 200, 400, 600, 800, 1000, 5000, 5200, 5400, 5600, 5800, 6000,
    ]);
    expect(extract(blocks, { ...shared, features, onDiscontinuity: 'silence' })).toHaveLength(31);
  });

  it.each([
    { features: {} },
    { features: { mel: { melCount: 0 } } },
    { features: { bars: { frameRate: 30 } } },
    { features: { quantized: { scale: 'linear', minDb: -60 } } },
    { features: { quantized: { max: 1 } } },
    { features: { mel: { window: 'hamming' } } },
    { features: { percentileLevel: { percent: 50, windowLength: 100 } } },
    { fftSize: 1 },
    { hopLength: 1 },
    { hopLength: 2_000_000 },
    { sampleRate, hopLength: 16, fftSize: 65_536, features: { magnitudes: true, peak: true } },
    { sampleRate: 48_000, frameRate: 0.001 },
    { features: { rms: true }, windowLength: 4096 },
    { windowLength: 4096 },
    { sampleRate: 0 },
    { sampleRate: 8000, features: { bars: { maxFrequency: 5000 } } },
  ] as const)('refuses %j at once', (options) => {
    expect(() => new AudioFeatureExtractor(options)).toThrow(
      expect.objectContaining({ code: 'invalid-option' }),
    );
  });

  it('knows of limits that depend on the rate when the rate is known', () => {
    const extractor = new AudioFeatureExtractor({ features: { bars: { maxFrequency: 40_000 } } });
    expect(extractor.layout).toEqual([]);
    const block = { channels: [new Float32Array(4000)] };
    extractor.push({ ...block, sampleRate: 96_000 }, () => undefined);
    expect(extractor.layout).toEqual([{ name: 'bars', type: 'f32', offset: 0, size: 35 }]);
    extractor.reset();
    expect(() => extractor.push({ ...block, sampleRate: 48_000 }, () => undefined)).toThrow(
      'maxFrequency',
    );
  });

  it('refuses blocks that are none, and of another rate', () => {
    const extractor = new AudioFeatureExtractor({ sampleRate });
    const push = (channels: Float32Array[], rate?: number) => () =>
      extractor.push({ channels, sampleRate: rate }, () => undefined);
    expect(push([])).toThrow('at least one channel');
    expect(push([new Float32Array(2), new Float32Array(3)])).toThrow('equal length');
    expect(push([new Float32Array(2)], 8000)).toThrow(
      expect.objectContaining({ code: 'format-changed' }),
    );
    const without = new AudioFeatureExtractor();
    expect(() => without.push({ channels: [new Float32Array(2)] }, () => undefined)).toThrow(
      'sampleRate',
    );
  });
});

const pick = (name: keyof typeof all): Partial<typeof all> => ({ [name]: all[name] });
