import { describe, expect, it } from '@jest/globals';
import FFT from 'fft.js';
import { probeResampler } from './fixtures/probe-resampler.js';
import { kaiserWindow } from './kaiser.js';
import { createResampler } from './resampler.js';

const RATES = [
  [44100, 48000],
  [48000, 44100],
  [48000, 16000],
  [16000, 48000],
  [44100, 47999],
  [96000, 44101],
] as const;

const QUALITIES = [
  { quality: 'high', passband: 0.91, rippleDb: 0.01, rejectionDb: 120 },
  { quality: 'medium', passband: 0.85, rippleDb: 0.01, rejectionDb: 96 },
] as const;

const CASES = RATES.flatMap(([inputRate, outputRate]) =>
  QUALITIES.map((limits) => ({ inputRate, outputRate, ...limits })),
);

/** `count` frequencies from `from` to `to` (Hz), the denser the nearer to `from`. */
const spread = (from: number, to: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, i) => from + (to - from) * (i / (count - 1)) ** 2);

describe.each(CASES)('$quality from $inputRate to $outputRate Hz', (test) => {
  const { passband, rippleDb, rejectionDb } = test;
  const init = { inputRate: test.inputRate, outputRate: test.outputRate, quality: test.quality };
  const nyquist = Math.min(test.inputRate, test.outputRate) / 2;

  it(`passes sines up to ${passband} of the Nyquist frequency within ${rippleDb} dB, in time`, () => {
    for (const frequency of spread(passband * nyquist, 0.002 * nyquist, 16)) {
      const { gainDb, phase } = probeResampler(init, frequency);
      expect(Math.abs(gainDb)).toBeLessThanOrEqual(rippleDb);
      expect(Math.abs(phase)).toBeLessThan(1e-5);
    }
  });

  it(`adds images at least ${rejectionDb} dB below any sine of the band`, () => {
    for (const frequency of spread(0.999 * nyquist, 0.002 * nyquist, 16)) {
      expect(probeResampler(init, frequency).residueDb).toBeLessThanOrEqual(-rejectionDb);
    }
  });

  if (test.outputRate < test.inputRate) {
    it(`lets sines above the new Nyquist frequency through at least ${rejectionDb} dB down`, () => {
      for (const frequency of spread(1.0005 * nyquist, 0.499 * test.inputRate, 24)) {
        expect(probeResampler(init, frequency).levelDb).toBeLessThanOrEqual(-rejectionDb);
      }
    });
  }
});

describe('the spectrum after high quality', () => {
  it('holds nothing above -120 dB beside the tones that went in', () => {
    const [size, rate] = [16384, 48000];
    const tones = [997, 5003, 12007, 19501];
    const input = Float32Array.from({ length: 18000 }, (_, i) =>
      tones.reduce((sum, hz) => sum + 0.25 * Math.sin((2 * Math.PI * hz * i) / 44100), 0),
    );
    const resampler = createResampler({ inputRate: 44100, outputRate: rate, channelCount: 1 });
    const [output = new Float32Array(0)] = resampler.process([input]);
    const windowed = Array.from(
      { length: size },
      (_, k) => (output[k + 200] ?? 0) * kaiserWindow((2 * k) / size - 1, 22),
    );
    const fft = new FFT(size);
    const spectrum = fft.createComplexArray();
    fft.realTransform(spectrum, windowed);
    const magnitude = (bin: number): number =>
      Math.hypot(spectrum[2 * bin] ?? 0, spectrum[2 * bin + 1] ?? 0);
    const peaks = tones.map((hz) => magnitude(Math.round((hz * size) / rate)));
    // The window spreads a tone over ten bins to each side.
    const bins = Array.from({ length: size / 2 - 20 }, (_, i) => i + 10).filter((bin) =>
      tones.every((hz) => Math.abs(bin - (hz * size) / rate) > 10),
    );
    const worst = Math.max(...bins.map(magnitude)) / Math.min(...peaks);
    expect(20 * Math.log10(worst)).toBeLessThan(-120);
    expect(Math.max(...peaks) / Math.min(...peaks)).toBeLessThan(1.2);
  });
});
