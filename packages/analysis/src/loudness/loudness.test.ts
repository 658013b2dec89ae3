import { createFrame, fromFrames, LAYOUTS, run, tapTo } from '@audioflow/core';
import { collect, describeStage, noiseFrame, splitFrame } from '@audioflow/core/testing';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { channelWeights } from './channel-weights.js';
import { loudness } from './loudness.js';
import { createLoudnessMeter } from './loudness-meter.js';
import { loudnessSink } from './loudness-sink.js';
import { loudnessSummary } from './loudness-summary.js';
import { measureLoudness } from './measure-loudness.js';

const frames = splitFrame(noiseFrame(9600, { channelCount: 2 }), [1024, 1, 1711]);
const inputs = () => frames;

describeStage('loudness', { create: () => loudness(), inputs });
const whole = noiseFrame(66_150, { sampleRate: 44_100, channelCount: 2, pts: 500 });

describe('loudness', () => {
  it('is the same however the input is cut, and sink, summary and offline agree', async () => {
    const reference = await collect(fromFrames([whole]).pipe(loudness()));
    const offline = measureLoudness(whole.channels, { sampleRate: 44_100 });
    expect(reference).toHaveLength(75);
    expect(reference.map(({ pts }) => pts)).toEqual(reference.map((_, k) => 500 + (k + 1) * 882));
    expect(reference.at(-1)?.integrated).toBe(offline.integrated);
    const lengths = fc.array(fc.integer({ min: 50, max: 9000 }), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(lengths, async (cuts) => {
        const frames = splitFrame(whole, cuts);
        const sink = loudnessSink();
        const [summary] = await collect(
          fromFrames(frames).pipe(tapTo(sink), loudnessSummary()),
          false,
        );
        expect(summary).toEqual(offline);
        expect(sink.summary).toEqual(offline);
        expect(await collect(fromFrames(frames).pipe(loudness()), false)).toEqual(reference);
      }),
      { numRuns: 5 },
    );
  });

  it('reads more often on request, and as loud', async () => {
    const often = await collect(fromFrames([whole]).pipe(loudness({ hopMs: 5 })), false);
    const seldom = await collect(fromFrames([whole]).pipe(loudness()), false);
    expect(often).toHaveLength(300);
    expect(often.at(-1)?.momentary).toBeCloseTo(seldom.at(-1)?.momentary ?? 0, 2);
    expect(often.at(-1)?.integrated).toBeCloseTo(seldom.at(-1)?.integrated ?? 0, 3);
  });

  it.each([
    8000, 11_025, 16_000, 22_050, 32_000, 96_000, 192_000,
  ])('measures the same tone as loud at %d Hz', (sampleRate) => {
    const tone = Float32Array.from({ length: sampleRate * 3 }, (_, i) =>
      Math.sin((2 * Math.PI * 997 * i) / sampleRate),
    );
    const { integrated, truePeak } = measureLoudness([tone], { sampleRate });
    expect(Math.abs(integrated + 3.01)).toBeLessThan(0.05);
    expect(Math.abs(truePeak)).toBeLessThan(0.3);
  });

  it.each([
    ['silence', new Float32Array(48_000), -Infinity, -Infinity],
    ['nothing', new Float32Array(0), -Infinity, -Infinity],
    ['one sample', Float32Array.of(1), -Infinity, 0],
    ['nothing finite', new Float32Array(48_000).fill(Number.NaN), -Infinity, -Infinity],
    ['infinities', new Float32Array(48_000).fill(Number.POSITIVE_INFINITY), -Infinity, -Infinity],
  ])('takes %s', (_, plane, integrated, samplePeak) => {
    const summary = measureLoudness([plane], { sampleRate: 48_000 });
    expect(summary).toMatchObject({ integrated, samplePeak, range: 0, length: plane.length });
    expect(Object.values(summary).filter(Number.isNaN)).toEqual([]);
  });

  it('goes on after a sample that is no number', () => {
    const tone = noiseFrame(96_000).channels[0]?.slice() ?? new Float32Array();
    const clean = measureLoudness([tone], { sampleRate: 48_000 });
    tone[1000] = Number.NaN;
    tone[2000] = Number.NEGATIVE_INFINITY;
    const dirty = measureLoudness([tone], { sampleRate: 48_000 });
    expect(dirty.integrated).toBeCloseTo(clean.integrated, 2);
  });

  it('hears no direct voltage, and follows gain to the hundredth', () => {
    const dc = measureLoudness([new Float32Array(480_000).fill(0.5)], { sampleRate: 48_000 });
    expect(dc.maxMomentary).toBeLessThan(-9);
    const [noise = new Float32Array()] = noiseFrame(96_000).channels;
    const loud = measureLoudness([noise], { sampleRate: 48_000 });
    const soft = measureLoudness([noise.map((x) => x / 10)], { sampleRate: 48_000 });
    expect(loud.integrated - soft.integrated).toBeCloseTo(20, 3);
    expect(loud.truePeak - soft.truePeak).toBeCloseTo(20, 3);
  });

  it('can leave the true peak out, and weigh as it is told', () => {
    const { truePeak, samplePeak } = measureLoudness(whole.channels, {
      sampleRate: 44_100,
      truePeak: false,
    });
    expect([truePeak, samplePeak]).toEqual([
      -Infinity,
      measureLoudness(whole.channels, { sampleRate: 44_100 }).samplePeak,
    ]);
    const mono = whole.channels.slice(0, 1);
    const plain = measureLoudness(mono, { sampleRate: 44_100 }).integrated;
    const dual = measureLoudness(mono, { sampleRate: 44_100, weights: [2] }).integrated;
    expect(dual - plain).toBeCloseTo(3.01, 2);
  });

  it('has no reading longer than its memory: what was is forgotten', async () => {
    const frames = [
      noiseFrame(48_000),
      createFrame([new Float32Array(48_000 * 4)], { sampleRate: 48_000, pts: 48_000 }),
    ];
    const readings = await collect(fromFrames(frames).pipe(loudness()), false);
    expect(readings.at(-1)?.shortTerm).toBeLessThan(-100);
    expect(readings.at(-1)?.integrated).toBeGreaterThan(-20);
  });
});

describe('weights of channels', () => {
  it.each([
    [1, LAYOUTS.mono, [1]],
    [2, undefined, [1, 1]],
    [4, undefined, [1, 1, 1.41, 1.41]],
    [5, undefined, [1, 1, 1, 1.41, 1.41]],
    [6, LAYOUTS['5.1'], [1, 1, 1, 0, 1.41, 1.41]],
    [6, LAYOUTS['5.1(side)'], [1, 1, 1, 0, 1.41, 1.41]],
    [8, LAYOUTS['7.1'], [1, 1, 1, 0, 1, 1, 1.41, 1.41]],
    [7, undefined, [1, 1, 1, 1, 1, 1, 1]],
  ])('%d channels', (count, layout, expected) => {
    expect(channelWeights(count, layout)).toEqual(expected);
  });
});

describe('where the stream breaks', () => {
  const at = (pts: number) => noiseFrame(24_000, { pts });

  it('fails by default, on a jump and on a change of format', async () => {
    await expect(collect(fromFrames([at(0), at(48_000)]).pipe(loudness()))).rejects.toMatchObject({
      code: 'malformed-data',
    });
    const other = noiseFrame(100, { sampleRate: 44_100, pts: 24_000 });
    await expect(collect(fromFrames([at(0), other]).pipe(loudness()))).rejects.toMatchObject({
      code: 'format-changed',
    });
  });

  it('fills with silence, or begins anew, when told to', async () => {
    const filled = await collect(
      fromFrames([at(0), at(48_000)]).pipe(loudnessSummary({ onDiscontinuity: 'silence' })),
    );
    expect(filled.map(({ length }) => length)).toEqual([72_000]);
    const anew = await collect(
      fromFrames([at(0), at(480_000)]).pipe(loudnessSummary({ onDiscontinuity: 'reset' })),
    );
    expect(anew.map(({ length }) => length)).toEqual([24_000, 24_000]);
    const other = noiseFrame(100, { sampleRate: 44_100, pts: 24_000 });
    const formats = await collect(
      fromFrames([at(0), other]).pipe(loudnessSummary({ onFormatChange: 'restart' })),
    );
    expect(formats.map(({ sampleRate }) => sampleRate)).toEqual([48_000, 44_100]);
  });
});

describe('wrong options', () => {
  it.each([
    () => loudness({ weights: [-1] }),
    () => loudnessSink({ maxGapMs: -1 }),
    () => createLoudnessMeter({ sampleRate: 100, channelCount: 1 }),
    () => createLoudnessMeter({ sampleRate: 48_000, channelCount: 0 }),
    () => measureLoudness([new Float32Array(1)], { sampleRate: 48_000, weights: [1, 1] }),
  ])('%s throws at once', (make) => {
    expect(make).toThrow(expect.objectContaining({ code: 'invalid-option' }));
  });

  it('a sink answers nothing for nothing', async () => {
    const sink = loudnessSink();
    await run(fromFrames([]), sink);
    expect(sink.summary).toBeUndefined();
  });
});
