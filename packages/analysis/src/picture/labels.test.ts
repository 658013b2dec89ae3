import { describe, expect, it } from '@jest/globals';
import {
  interpolateCividis,
  interpolateInferno,
  interpolateMagma,
  interpolateViridis,
} from 'd3-scale-chromatic';
import { colorMap, colorMapNames } from './color-map.js';
import { encodePng } from './encode-png.js';
import { evenTicks } from './even-ticks.js';
import { createFrequencyScale } from './frequency-scale.js';
import { frequencyTicks } from './frequency-ticks.js';
import { createRaster } from './raster.js';
import { drawText, measureText } from './stroke-font.js';
import { timeTicks } from './time-ticks.js';

const size = { pixels: 600, textSize: 11 };
const texts = (ticks: readonly { readonly text: string }[]): string[] =>
  ticks.map(({ text }) => text);

describe('ticks', () => {
  it.each([
    [0.001, '0.0 ms', '1.0 ms'],
    [2, '0.0 s', '2.0 s'],
    [59, '0 s', '55 s'],
    [60, '0:00', '1:00'],
    [200, '0:00', '3:20'],
    [3600, '0:00:00', '1:00:00'],
    [10_000, '0:00:00', '2:40:00'],
    [90_000, '0:00:00', '24:00:00'],
    [1e7, '0:00:00', '2777:46:40'],
  ])('of %d s begin and end with %s and %s', (duration, first, last) => {
    const ticks = timeTicks(duration, size);
    expect([texts(ticks).at(0)]).toEqual([first]);
    if (duration < 1e6) expect(texts(ticks).at(-1)).toBe(last);
  });

  it('of time have room for their texts, whatever the length', () => {
    for (let duration = 1e-5; duration < 1e6; duration *= 1.37) {
      const ticks = timeTicks(duration, size);
      expect(ticks.length).toBeGreaterThan(0);
      for (const [i, { place, text }] of ticks.slice(0, -1).entries()) {
        const room = ((ticks[i + 1]?.place ?? 1) - place) * size.pixels;
        expect(room).toBeGreaterThan(measureText(text, size.textSize));
      }
      expect(new Set(texts(ticks)).size).toBe(ticks.length);
    }
    expect(timeTicks(0, size)).toEqual([]);
  });

  it('of frequency are round and apart', () => {
    const log = createFrequencyScale('log', 20, 22_050);
    const range = { axis: 'log' as const, low: 20, high: 22_050, scale: log };
    expect(texts(frequencyTicks(range, { pixels: 200, textSize: 11 }))).toEqual([
      '20 Hz',
      '50 Hz',
      '100 Hz',
      '200 Hz',
      '500 Hz',
      '1 kHz',
      '2 kHz',
      '5 kHz',
      '10 kHz',
      '20 kHz',
    ]);
    const linear = createFrequencyScale('linear', 0, 8000);
    const even = frequencyTicks(
      { axis: 'linear', low: 0, high: 8000, scale: linear },
      { pixels: 100, textSize: 11 },
    );
    expect(texts(even)).toEqual(['0 Hz', '2 kHz', '4 kHz', '6 kHz', '8 kHz']);
    expect(texts(evenTicks([-80, 0], { pixels: 100, textSize: 11 }, String))).toEqual([
      '-80',
      '-60',
      '-40',
      '-20',
      '0',
    ]);
  });
});

describe('text', () => {
  const inkOf = (text: string, textSize: number): number => {
    const raster = createRaster(200, 60, [255, 255, 255]);
    drawText(raster, { text, x: 10, y: 10, size: textSize, color: [0, 0, 0] });
    return raster.image.data.reduce((sum, value) => sum + (255 - value), 0);
  };
  it('has all of ASCII, each in another shape', () => {
    const shapes = new Set<string>();
    for (let code = 0x21; code < 0x7f; code++) {
      const raster = createRaster(24, 24, [255, 255, 255]);
      drawText(raster, { text: String.fromCharCode(code), x: 4, y: 4, size: 11, color: [0, 0, 0] });
      shapes.add(raster.image.data.join());
    }
    expect(shapes.size).toBe(94);
    expect(inkOf(' ', 11)).toBe(0);
  });

  it('leaves out accents, has a box for what it does not know, and grows', () => {
    expect(inkOf('Tönchen', 11)).toBe(inkOf('Tonchen', 11));
    expect(inkOf('音', 11)).toBe(inkOf('\ufffd', 11));
    expect(inkOf('音', 11)).toBeGreaterThan(0);
    expect(measureText('1:23', 22) / measureText('1:23', 11)).toBeCloseTo(2, 0);
    expect([measureText('', 11), inkOf('', 11)]).toEqual([0, 0]);
  });
});

describe('colours', () => {
  it.each([
    ['viridis', interpolateViridis],
    ['magma', interpolateMagma],
    ['inferno', interpolateInferno],
    ['cividis', interpolateCividis],
  ] as const)('%s are those of d3', (name, theirs) => {
    const colors = colorMap(name);
    for (let i = 0; i < 256; i++) {
      const text = theirs(i / 255);
      const rgb = text.startsWith('#')
        ? [1, 3, 5].map((at) => Number.parseInt(text.slice(at, at + 2), 16))
        : (text.match(/\d+/g) ?? []).map(Number);
      for (const [channel, value] of rgb.entries()) {
        expect(Math.abs((colors[3 * i + channel] ?? 0) - value)).toBeLessThanOrEqual(1);
      }
    }
  });

  it.each(colorMapNames)('%s grows lighter, or darker, all the way', (name) => {
    const colors = colorMap(name);
    const light = Array.from(
      { length: 256 },
      (_, i) =>
        0.2126 * (colors[3 * i] ?? 0) +
        0.7152 * (colors[3 * i + 1] ?? 0) +
        0.0722 * (colors[3 * i + 2] ?? 0),
    );
    const sign = name === 'grey-inverted' ? -1 : 1;
    const steps = light.slice(1).map((value, i) => sign * (value - (light[i] ?? 0)));
    expect(Math.min(...steps)).toBeGreaterThan(-1.5);
    expect(sign * ((light[255] ?? 0) - (light[0] ?? 0))).toBeGreaterThan(150);
  });

  it('keep their opacity in a file', () => {
    const data = Uint8ClampedArray.of(1, 2, 3, 128, 4, 5, 6, 255);
    const png = encodePng({ width: 2, height: 1, data });
    expect(png[25]).toBe(6);
  });

  it.each([
    [2, 2],
    [0, 0],
    [-1, -2],
    [0.5, 4],
  ])('are refused where they are not %d x %d', (width, height) => {
    const data = new Uint8ClampedArray(8);
    expect(() => encodePng({ width, height, data })).toThrow(
      expect.objectContaining({ code: 'invalid-option' }),
    );
  });
});
