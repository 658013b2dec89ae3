import { type AudioFrame, fromFrames } from '@audioflow/core';
import { collect, describeStage, noiseFrame, splitFrame } from '@audioflow/core/testing';
import { describe, expect, it } from '@jest/globals';
import { exactEdges } from './exact-bars.js';
import { spectrumBars } from './spectrum-bars.js';
import type { BarsFrame, SpectrumBarsOptions } from './spectrum-bars.types.js';

const { sin } = Math;
const tone = (
  hz: number,
  options: { rate?: number; seconds?: number; amp?: number } = {},
): AudioFrame => {
  const { rate = 48_000, seconds = 1, amp = 0.5 } = options;
  const plane = new Float32Array(rate * seconds);
  for (let i = 0; i < plane.length; i++) plane[i] = amp * sin((2 * Math.PI * hz * i) / rate);
  return { kind: 'pcm', sampleRate: rate, channels: [plane], length: plane.length, pts: 0 };
};
const barsOf = (frame: AudioFrame, options: SpectrumBarsOptions = {}): Promise<BarsFrame[]> =>
  collect(fromFrames([frame]).pipe(spectrumBars(options)), false);
const peakOf = ({ bars }: BarsFrame): number => bars.indexOf(Math.max(...bars));

const inputs = splitFrame(noiseFrame(9600, { channelCount: 2 }), [1024]);
describeStage('spectrumBars', { create: () => spectrumBars(), inputs: () => inputs });
describeStage('spectrumBars, exact', {
  create: () => spectrumBars({ mode: 'exact' }),
  inputs: () => inputs,
});

describe('spectrumBars, exact', () => {
  it.each([
    [
      44_100,
      '0 0 0 0 1 1 1 2 2 3 3 4 5 7 8 10 13 16 19 24 30 37 46 56 69 86 106 130 161 198 244 301 371',
    ],
    [
      48_000,
      '0 0 0 0 0 1 1 1 2 2 3 4 5 6 7 9 12 14 18 22 27 34 42 52 64 79 97 120 148 182 224 276 341',
    ],
  ])('has its edges at %d Hz', (rate, edges) => {
    expect(exactEdges(32, rate).join(' ')).toBe(edges);
  });

  it('follows a sine as it always did', async () => {
    const frames = await barsOf(tone(1000, { rate: 44_100, seconds: 5 }), { mode: 'exact' });
    const chosen = [0, 1, 10, 50, 100, 199].map((index) => frames[index]);
    expect(frames.map(peakOf).every((peak) => peak === 18)).toBe(true);
    expect(chosen.map((frame) => Math.trunc((frame?.bars[18] ?? 0) * 1000))).toEqual([
      1500, 1500, 1500, 1078, 1005, 1000,
    ]);
    expect(chosen.map((frame) => Number((frame?.reference ?? 0).toFixed(4)))).toEqual([
      1.7272, 3.3585, 14.819, 31.8433, 34.1606, 34.3525,
    ]);
    const levels = new Set(frames.map(({ level }) => Math.trunc(level * 1000)));
    expect([...levels].sort()).toEqual([943, 944]);
  });

  it.each([
    [-60, 0],
    [-33, 500],
    [-6, 1000],
  ])('shows %d dBFS as %d', async (db, expected) => {
    const plane = new Float32Array(1024).fill(10 ** (db / 20));
    const frame = { ...tone(1), channels: [plane], length: 1024 };
    const [bars] = await barsOf(frame, { mode: 'exact' });
    expect((bars?.level ?? 0) * 1000).toBeCloseTo(expected, 3);
  });
});

describe('spectrumBars', () => {
  it('comes at its rate, from the first samples on', async () => {
    const frames = await barsOf(tone(440));
    expect(frames).toHaveLength(60);
    expect(frames.map(({ pts }) => pts)).toEqual(frames.map((_, k) => 800 * k));
    expect(frames[0]?.bars.some((bar) => bar > 0)).toBe(true);
  });

  it('has a bar for each frequency, also in the bass', async () => {
    const seen = new Set<number>();
    for (let bar = 0; bar < 32; bar++) {
      const hz = 20 * 800 ** ((bar + 0.5) / 32);
      const frames = await barsOf(tone(hz, { seconds: 0.5 }));
      const last = frames.at(-1);
      if (last) seen.add(peakOf(last));
      // The lowest bars are narrower than a bin: the next one may win.
      expect(Math.abs((last ? peakOf(last) : -9) - bar)).toBeLessThanOrEqual(bar < 3 ? 1 : 0);
    }
    expect(seen.size).toBeGreaterThanOrEqual(30);
  });

  it('goes by seconds, not by frames', async () => {
    const loud = tone(1000, { seconds: 2, amp: 0.8 });
    const [slow, fast] = await Promise.all([
      barsOf(loud, { frameRate: 25 }),
      barsOf(loud, { frameRate: 100 }),
    ]);
    const at = (frames: BarsFrame[], seconds: number): number =>
      frames.find(({ pts }) => pts >= seconds * 48_000)?.reference ?? 0;
    for (const seconds of [0.4, 0.8, 1.6]) {
      expect(at(slow, seconds) / at(fast, seconds)).toBeCloseTo(1, 1);
    }
  });

  it('measures how loud it is, the same at any rate of frames and samples', async () => {
    for (const rate of [16_000, 44_100, 96_000]) {
      const frames = await barsOf(tone(1000, { rate, seconds: 1.5, amp: 0.5 }));
      expect(frames.at(-1)?.reference).toBeCloseTo(0.5 / Math.SQRT2, 1);
      expect(frames.at(-1)?.level).toBeCloseTo((-9.03 + 60) / 54, 2);
    }
  });

  it('survives what is no number, silence and direct voltage', async () => {
    const frame = tone(1000, { seconds: 1 });
    const plane = frame.channels[0] ?? new Float32Array();
    const clean = await barsOf(frame);
    plane[100] = Number.NaN;
    plane[200] = Number.POSITIVE_INFINITY;
    const dirty = await barsOf(frame);
    for (const [bar, value] of (dirty.at(-1)?.bars ?? []).entries()) {
      expect(value).toBeCloseTo(clean.at(-1)?.bars[bar] ?? Number.NaN, 5);
    }
    for (const channels of [
      [new Float32Array(48_000)],
      [new Float32Array(48_000).fill(1)],
      [new Float32Array(48_000).fill(NaN)],
    ]) {
      for (const mode of ['smooth', 'exact'] as const) {
        const frames = await barsOf({ ...frame, channels }, { mode });
        const values = frames.flatMap(({ bars, level, bass, reference }) => [
          ...bars,
          level,
          bass,
          reference,
        ]);
        expect(values.every(Number.isFinite)).toBe(true);
        if (channels[0]?.[0] === 0)
          expect(frames.at(-1)?.bars.every((bar) => bar === 0)).toBe(true);
      }
    }
  });

  it.each([
    { mode: 'exact', rangeDb: 3 },
    { barCount: 0 },
    { attack: 0 },
  ] as const)('refuses %j', (options) => {
    expect(() => spectrumBars(options)).toThrow(
      expect.objectContaining({ code: 'invalid-option' }),
    );
  });
});
