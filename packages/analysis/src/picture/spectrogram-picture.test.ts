import { fromFrames, run } from '@audioflow/core';
import { describeSink, noiseFrame, splitFrame } from '@audioflow/core/testing';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decode } from 'fast-png';
import { createFrequencyScale, type FrequencyAxis } from './frequency-scale.js';
import type { RgbaImage } from './rgba-image.js';
import { spectrogramImage, spectrogramPixels } from './spectrogram-image.js';
import { createSpectrogramPainter } from './spectrogram-painter.js';
import { spectrogramSink } from './spectrogram-sink.js';

const sampleRate = 16_000;
/** A plot alone, whose red is the shade of 255. */
const bare = { sampleRate, width: 200, height: 150, labels: false, colorMap: 'grey' } as const;
const tone = (hz: number, amplitude: number, length = 16_000): Float32Array =>
  Float32Array.from(
    { length },
    (_, i) => amplitude * Math.sin((2 * Math.PI * hz * i) / sampleRate),
  );
const shade = ({ data, width }: RgbaImage, x: number, y: number): number =>
  data[4 * (y * width + x)] ?? Number.NaN;
const brightest = (count: number, shadeAt: (index: number) => number): number => {
  const shades = Array.from({ length: count }, (_, i) => shadeAt(i));
  const most = Math.max(...shades);
  const all = [...shades.keys()].filter((i) => shades[i] === most);
  return ((all[0] ?? 0) + (all.at(-1) ?? 0)) / 2;
};
const click = (length: number, at: number): Float32Array => {
  const samples = new Float32Array(length);
  samples[at] = 1;
  return samples;
};

describe('a spectrogram picture', () => {
  it.each<FrequencyAxis>(['linear', 'mel', 'log'])('has tones where a %s axis has them', (axis) => {
    const low = axis === 'log' ? 50 : 0;
    const scale = createFrequencyScale(axis, low, 8000);
    for (const hz of [100, 440, 1000, 2500, 7000]) {
      const image = spectrogramPixels(tone(hz, 1), {
        ...bare,
        axis,
        minFrequency: low,
        rangeDb: 20,
      });
      const row = brightest(150, (y) => shade(image, 100, y));
      const expected = 150 * (1 - scale.toPlace(hz)) - 0.5;
      // Half a bin of 7.8 Hz may be several rows at the bottom of a logarithmic axis.
      const bin = 150 * (scale.toPlace(hz + 4) - scale.toPlace(hz));
      expect(Math.abs(row - expected)).toBeLessThan(1 + bin);
    }
  });

  it('lies between bins where rows are lower than these', () => {
    const image = spectrogramPixels(tone(100, 1), {
      ...bare,
      axis: 'log',
      fftSize: 512,
      rangeDb: 60,
    });
    const rows = Array.from({ length: 150 }, (_, y) => shade(image, 100, y));
    const top = rows.indexOf(Math.max(...rows));
    // Falls evenly to both sides, without steps.
    const steps = rows.slice(top, top + 12).map((value, i, all) => (all[i - 1] ?? value) - value);
    expect(Math.max(...steps)).toBeLessThan(30);
    expect(Math.min(...steps)).toBeGreaterThanOrEqual(0);
  });

  it.each([
    [1, 0, 255],
    [0.01, 0, 128],
    [0.1, -20, 255],
    [0.001, -20, 128],
  ])('shows an amplitude of %d below %d dB as shade %d', (amplitude, maxDb, expected) => {
    const image = spectrogramPixels(tone(1000, amplitude), { ...bare, maxDb, rangeDb: 80 });
    const row = brightest(150, (y) => shade(image, 100, y));
    expect(Math.abs(shade(image, 100, Math.round(row)) - expected)).toBeLessThanOrEqual(2);
  });

  it('loses no click, however many samples a pixel has', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 300, max: 300_000 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (length, at) => {
          const place = Math.floor(at * length);
          const image = spectrogramPixels(click(length, place), {
            ...bare,
            fftSize: 256,
            maxDb: -40,
            rangeDb: 40,
          });
          const column = Math.floor((place * 200) / length);
          // 1 / 64 of full scale in each bin, and 1.4 dB less between two transforms.
          expect(shade(image, column, 75)).toBeGreaterThan(20);
          const far = Math.ceil((130 * 200) / length) + 1;
          for (const x of [column - far, column + far]) {
            if (x >= 0 && x < 200) expect(shade(image, x, 75)).toBe(0);
          }
        },
      ),
      { numRuns: 25 },
    );
  });

  it('shows the mean power of noise with combine: mean, however many samples a pixel has', () => {
    for (const length of [40_000, 400_000]) {
      const { channels } = noiseFrame(length, { sampleRate });
      const image = spectrogramPixels(channels, {
        ...bare,
        fftSize: 256,
        axis: 'linear',
        maxDb: 0,
        rangeDb: 60,
        combine: 'mean',
        width: 20,
        height: 20,
      });
      let power = 0;
      for (let x = 0; x < 20; x++) {
        for (let y = 1; y < 19; y++) power += 10 ** ((shade(image, x, y) / 255 - 1) * 6) / 360;
      }
      // Power of a bin: 4 sum(w^2) / sum(w)^2 = 4 * 1.5 / 256 of that of the samples.
      const [plane = new Float32Array()] = channels;
      const variance = plane.reduce((sum, x) => sum + x * x, 0) / length;
      expect(10 * Math.log10((power * 256) / 6 / variance)).toBeCloseTo(0, 0);
    }
  });

  it('is the same as a stream, to the bit, where the length is known', async () => {
    const frame = noiseFrame(5000, { sampleRate, channelCount: 2, pts: 77 });
    const options = { width: 300, height: 200, fftSize: 512, title: 'Tönchen №' } as const;
    const offline = spectrogramPixels(frame.channels, { ...options, sampleRate });
    for (const cuts of [[5000], [1, 700, 33]]) {
      const sink = spectrogramSink({ ...options, length: 5000 });
      await run(fromFrames(splitFrame(frame, cuts)), sink);
      expect(sink.pixels).toEqual(offline);
    }
    const png = decode(spectrogramImage(frame.channels, { ...options, sampleRate }));
    expect([png.width, png.height, png.channels, png.depth]).toEqual([300, 200, 3, 8]);
    const rgb = offline.data.filter((_, i) => i % 4 !== 3);
    expect(Buffer.compare(Buffer.from(png.data), Buffer.from(rgb))).toBe(0);
  });

  it('has clicks in place where the length is not known, in the memory of the picture', () => {
    const length = 4_000_000;
    const painter = createSpectrogramPainter({ ...bare, fftSize: 256, maxDb: -40, rangeDb: 40 });
    const block = 20_000;
    for (let from = 0; from < length; from += block) {
      const samples = new Float32Array(block);
      if (from === 1_000_000 || from === 3_480_000) samples[7] = 1;
      painter.push([samples]);
    }
    const image = painter.finish();
    const seen = Array.from({ length: 200 }, (_, x) => x).filter((x) => shade(image, x, 75) > 20);
    const columns = [1_000_000, 3_480_000].map((at) => Math.floor((at * 200) / length));
    expect(seen.every((x) => columns.some((column) => Math.abs(x - column) <= 1))).toBe(true);
    expect(columns.every((column) => seen.includes(column))).toBe(true);
  });

  it.each([
    ['silence', new Float32Array(9000)],
    ['direct voltage', new Float32Array(9000).fill(1)],
    ['one sample', Float32Array.of(0.5)],
    ['nothing', new Float32Array(0)],
    ['what is no number', new Float32Array(9000).fill(Number.NaN)],
    ['infinity', new Float32Array(9000).fill(Number.POSITIVE_INFINITY)],
  ])('is drawn of %s', (_, samples) => {
    const { width, height, data } = spectrogramPixels(samples, {
      sampleRate,
      width: 300,
      height: 200,
    });
    expect([width, height, data.length]).toEqual([300, 200, 240_000]);
    const plot = spectrogramPixels(samples, { ...bare, maxDb: 0 });
    if (samples[0] !== 1 && samples[0] !== 0.5) expect(shade(plot, 100, 75)).toBe(0);
    expect(shade(plot, 100, 149)).toBe(samples[0] === 1 ? 255 : shade(plot, 100, 75));
  });

  it.each([
    { width: 8 },
    { width: 16_385 },
    { width: 10_000, height: 10_000 },
    { width: 60, height: 60 },
    { maxFrequency: 9000 },
    { minFrequency: 500, maxFrequency: 400 },
    { axis: 'log' as const, minFrequency: 0 },
    { rangeDb: 0 },
    { textSize: 1 },
    { channel: 1 },
    { sampleRate: 0 },
  ])('refuses %j', (options) => {
    expect(() => spectrogramPixels(new Float32Array(9), { sampleRate, ...options })).toThrow(
      expect.objectContaining({ code: 'invalid-option' }),
    );
  });

  it('refuses planes of unequal lengths, and none', () => {
    const planes = [new Float32Array(9), new Float32Array(8)];
    const refused = expect.objectContaining({ code: 'invalid-option' });
    expect(() => spectrogramImage(planes, { sampleRate })).toThrow(refused);
    expect(() => spectrogramImage([], { sampleRate })).toThrow(refused);
  });
});

const items = splitFrame(noiseFrame(3000, { sampleRate }), [1000]);
const drawn = spectrogramPixels(noiseFrame(3000, { sampleRate }).channels, {
  sampleRate,
  width: 200,
  height: 100,
});
describeSink('spectrogramSink', {
  create: async () => {
    const sink = spectrogramSink({
      width: 200,
      height: 100,
      length: 3000,
      onDiscontinuity: 'reset',
    });
    return { sink, received: async () => sink.pixels, left: async () => sink.pixels };
  },
  items: () => items,
  expected: drawn,
});
