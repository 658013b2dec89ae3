import { fromFrames, run } from '@audioflow/core';
import { describeSink, noiseFrame, splitFrame } from '@audioflow/core/testing';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cellsOfColumn } from './cells-of-column.js';
import type { RgbaImage } from './rgba-image.js';
import { createWaveformCells } from './waveform-cells.js';
import { waveformImage, waveformPixels } from './waveform-image.js';
import { createWaveformPainter } from './waveform-painter.js';
import { waveformSink } from './waveform-sink.js';

const sampleRate = 16_000;
const bare = { sampleRate, width: 100, height: 101, labels: false } as const;
const isRed = ({ data, width }: RgbaImage, x: number, y: number): boolean => {
  const at = 4 * (y * width + x);
  return (data[at] ?? 0) > 200 && (data[at + 1] ?? 0) < 60;
};
const isPaper = ({ data, width }: RgbaImage, x: number, y: number): boolean =>
  data[4 * (y * width + x)] === 255;

describe('the envelope', () => {
  it('has the extremes and the power of each column, to the sample', () => {
    const {
      channels: [noise = new Float32Array()],
    } = noiseFrame(20_000);
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20_000 }),
        fc.array(fc.integer({ min: 1, max: 999 }), { minLength: 1 }),
        (length, cuts) => {
          const width = 64;
          const init = { capacity: 2 * width, resolution: length / width, clipLevel: 0.9 };
          const cells = createWaveformCells(init);
          for (let at = 0, k = 0; at < length; k++) {
            const part = noise.subarray(at, Math.min(length, at + (cuts[k % cuts.length] ?? 1)));
            cells.push(part);
            at += part.length;
          }
          for (let x = 0; x < width; x++) {
            const from = Math.ceil((x * length) / width - 1e-9);
            const part = noise.subarray(
              from,
              Math.max(from, Math.ceil(((x + 1) * length) / width - 1e-9)),
            );
            const seen = cells.envelope(
              ...cellsOfColumn(x, { length, width, resolution: length / width }),
            );
            expect(seen.count).toBe(part.length);
            if (part.length === 0) continue;
            expect([seen.min, seen.max]).toEqual([Math.min(...part), Math.max(...part)]);
            expect(seen.squares).toBeCloseTo(
              part.reduce((sum, v) => sum + v * v, 0),
              6,
            );
            expect(seen.clipped).toBe(
              (part.some((v) => v >= 0.9) ? 1 : 0) | (part.some((v) => v <= -0.9) ? 2 : 0),
            );
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  it('loses nothing where the length is not known', () => {
    const cells = createWaveformCells({ capacity: 64, resolution: 1, clipLevel: 1 });
    const {
      channels: [noise = new Float32Array()],
    } = noiseFrame(10_001);
    cells.push(noise);
    expect(cells.resolution).toBe(256);
    const all = cells.envelope(0, 63);
    expect([all.min, all.max, all.count]).toEqual([Math.min(...noise), Math.max(...noise), 10_001]);
  });
});

describe('a waveform picture', () => {
  it('reaches as high as the samples, and marks those that clip', () => {
    const samples = new Float32Array(10_000);
    samples[2550] = 0.5;
    samples[5550] = 1;
    samples[7550] = -1;
    samples[9050] = Number.NaN;
    const image = waveformPixels(samples, bare);
    expect([isPaper(image, 25, 24), isPaper(image, 25, 27), isPaper(image, 25, 60)]).toEqual([
      true,
      false,
      true,
    ]);
    const red = (y: number): number[] =>
      Array.from({ length: 100 }, (_, x) => x).filter((x) => isRed(image, x, y));
    expect(red(0)).toEqual([55, 90]);
    expect(red(100)).toEqual([75, 90]);
  });

  it('has a lane for each channel, and can be as high as the loudest sample', () => {
    const quiet = new Float32Array(100).fill(0.001);
    const image = waveformPixels([quiet, quiet.map((x) => -x)], {
      ...bare,
      height: 120,
      maxLevel: 'max',
    });
    expect(isPaper(image, 50, 0)).toBe(false);
    expect(isPaper(image, 50, 119)).toBe(false);
    expect(isPaper(image, 50, 15)).toBe(true);
  });

  it('holds a sample where there are fewer than pixels', () => {
    const image = waveformPixels(Float32Array.of(0.5, -0.5), bare);
    expect(isPaper(image, 20, 25) || isPaper(image, 80, 75)).toBe(false);
    expect(isPaper(image, 20, 75) && isPaper(image, 80, 25)).toBe(true);
  });

  it('is the same as a stream, to the bit, where the length is known', async () => {
    const frame = noiseFrame(5000, { sampleRate, channelCount: 2, pts: 77 });
    const sink = waveformSink({ width: 300, height: 200, length: 5000, theme: 'dark' });
    await run(fromFrames(splitFrame(frame, [1, 2, 333])), sink);
    const init = { sampleRate, width: 300, height: 200, theme: 'dark' } as const;
    expect(sink.pixels).toEqual(waveformPixels(frame.channels, init));
    expect(sink.png).toEqual(waveformImage(frame.channels, init));
  });

  it('is the same for any cut, to the bit', () => {
    const sweep = Float32Array.from({ length: 50_000 }, (_, i) => Math.sin(i * i * 1e-5));
    const init = { sampleRate, width: 200, height: 120, length: sweep.length };
    const [whole, ...others] = [sweep.length, 1, 777].map((cut) => {
      const painter = createWaveformPainter(init);
      for (let at = 0; at < sweep.length; at += cut) painter.push([sweep.subarray(at, at + cut)]);
      return painter.finish();
    });
    for (const other of others) expect(other).toEqual(whole);
  });

  it.each([
    ['silence', new Float32Array(900)],
    ['one sample', Float32Array.of(2)],
    ['nothing', new Float32Array(0)],
    ['what is no number', new Float32Array(900).fill(Number.NaN)],
  ])('is drawn of %s', (_, samples) => {
    for (const maxLevel of [1, 'max'] as const) {
      const { width, data } = waveformPixels(samples, { sampleRate, maxLevel });
      expect([width, data.length]).toEqual([1000, 1_600_000]);
    }
  });

  it.each([{ height: 8 }, { maxLevel: 0 }, { width: 60 }])('refuses %j', (options) => {
    const init = { sampleRate, ...options };
    expect(() => waveformPixels(new Float32Array(9), init)).toThrow(
      expect.objectContaining({ code: 'invalid-option' }),
    );
  });

  it('refuses more channels than it has room for', () => {
    const planes = Array.from({ length: 40 }, () => new Float32Array(9));
    expect(() => waveformImage(planes, { sampleRate, height: 200 })).toThrow(
      expect.objectContaining({ code: 'invalid-option' }),
    );
  });
});

const items = splitFrame(noiseFrame(3000, { sampleRate }), [1000]);
describeSink('waveformSink', {
  create: async () => {
    const sink = waveformSink({ width: 200, height: 100, length: 3000, onDiscontinuity: 'reset' });
    return { sink, received: async () => sink.pixels, left: async () => sink.pixels };
  },
  items: () => items,
  expected: waveformPixels(noiseFrame(3000, { sampleRate }).channels, {
    sampleRate,
    width: 200,
    height: 100,
  }),
});
