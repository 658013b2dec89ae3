import { describe, expect, it } from '@jest/globals';
import { type LoudnessLimit, loudnessCases } from '../fixtures/loudness-cases.js';
import { loudnessSignal } from '../fixtures/loudness-signal.js';
import type { LoudnessReading } from './loudness.types.js';
import { createLoudnessMeter } from './loudness-meter.js';

describe('EBU Tech 3341 and 3342, ITU-R BS.1770-4', () => {
  it.each(loudnessCases)('$id', (golden) => {
    const { sampleRate, channels, signal, expected } = golden;
    const planes = loudnessSignal(signal, { sampleRate, channelCount: channels });
    // Of the long tones no true peak is asked.
    const truePeak = (planes[0]?.length ?? 0) < 15 * sampleRate;
    const meter = createLoudnessMeter({ sampleRate, channelCount: channels, truePeak });
    const readings: LoudnessReading[] = [];
    meter.push(planes, (reading) => readings.push(reading));
    const summary = meter.finish();

    expect(Math.abs(summary.integrated - golden.numpyRef.I)).toBeLessThan(2e-4);
    expect(Math.abs(summary.integrated - golden.libebur128.I)).toBeLessThan(2e-4);
    const { TP: peak } = golden.libebur128;
    // White noise differs between interpolators: only sines have a truth.
    if (truePeak && peak !== undefined && !golden.id.startsWith('own-')) {
      expect(Math.abs(summary.truePeak - peak)).toBeLessThan(0.06);
    }
    if (summary.length >= 40 * sampleRate) {
      expect(Math.abs(summary.range - golden.libebur128.LRA)).toBeLessThan(0.05);
    }
    const near = (value: number, [middle, tolerance]: LoudnessLimit) => {
      if (typeof tolerance === 'number') {
        expect(Math.abs(value - middle)).toBeLessThanOrEqual(tolerance);
      } else {
        // True peak: +0.2, -0.4 dB.
        expect(value - middle).toBeLessThanOrEqual(0.2);
        expect(value - middle).toBeGreaterThanOrEqual(-0.4);
      }
    };
    const after = (seconds: number) => readings.filter(({ pts }) => pts >= seconds * sampleRate);
    const last = readings.at(-1);
    if (expected?.I) near(summary.integrated, expected.I);
    if (expected?.LRA) near(summary.range, expected.LRA);
    if (expected?.TP) near(summary.truePeak, expected.TP);
    if (expected?.Mmax) near(summary.maxMomentary, expected.Mmax);
    if (expected?.Smax) near(summary.maxShortTerm, expected.Smax);
    if (expected?.M) near(last?.momentary ?? 0, expected.M);
    if (expected?.S) near(last?.shortTerm ?? 0, expected.S);
    for (const { momentary } of expected?.M_after_1s ? after(1) : []) {
      if (expected?.M_after_1s) near(momentary, expected.M_after_1s);
    }
    for (const { shortTerm } of expected?.S_after_3s ? after(3) : []) {
      if (expected?.S_after_3s) near(shortTerm, expected.S_after_3s);
    }
  });

  it.each(['3341-9', '3341-12'])('%s moment by moment', (id) => {
    const golden = loudnessCases.find((candidate) => candidate.id === id);
    if (!golden) throw new Error(`no case ${id}`);
    const { sampleRate, channels, signal } = golden;
    const meter = createLoudnessMeter({ sampleRate, channelCount: channels, truePeak: false });
    const readings: LoudnessReading[] = [];
    const planes = loudnessSignal(signal, { sampleRate, channelCount: channels });
    meter.push(planes, (reading) => readings.push(reading));
    const every100ms = readings.filter((_, index) => index % 5 === 4);
    const momentary = golden['momentaryEvery100ms_from_0.4s'];
    const shortTerm = golden.shortTermEvery100ms_from_3s;
    expect(momentary.length).toBeGreaterThan(50);
    expect(shortTerm.length).toBeGreaterThan(20);
    for (const [index, value] of momentary.entries()) {
      expect(Math.abs((every100ms[3 + index]?.momentary ?? 0) - value)).toBeLessThan(0.001);
    }
    for (const [index, value] of shortTerm.entries()) {
      expect(Math.abs((every100ms[29 + index]?.shortTerm ?? 0) - value)).toBeLessThan(0.001);
    }
  });
});
