import { cellsOfColumn } from './cells-of-column.js';
import { colorMap } from './color-map.js';
import { evenTicks } from './even-ticks.js';
import type { FrequencyBands } from './frequency-bands.js';
import type { FrequencyScale } from './frequency-scale.js';
import { frequencyTicks } from './frequency-ticks.js';
import type { PlotFrame } from './plot-frame.js';
import type { Rgb, RgbaImage } from './rgba-image.js';
import type { SpectrogramCells } from './spectrogram-cells.js';
import type { SpectrogramPictureSettings } from './spectrogram-options.js';
import { timeTicks } from './time-ticks.js';

const { ceil, log10, max, min, round } = Math;

/** What is darker counts as this: below the noise of 24 bits in any transform. */
const FLOOR_DB = -300;

/** What has been heard, and how it is to be shown. */
export interface HeardSpectrogram {
  readonly settings: SpectrogramPictureSettings;
  readonly cells: SpectrogramCells;
  readonly bands: FrequencyBands;
  readonly scale: FrequencyScale;
  /** In samples. */
  readonly length: number;
}

/** Decibels of each pixel, row by row from the top. */
const decibelsOf = (
  { cells, bands, length, settings }: HeardSpectrogram,
  width: number,
  height: number,
): Float32Array => {
  const pixels = new Float32Array(width * height).fill(FLOOR_DB);
  if (length === 0) return pixels;
  const { count, below, above, part } = bands;
  const column = new Float64Array(count);
  const span = { length, width, resolution: cells.resolution };
  for (let x = 0; x < width; x++) {
    const [first, last] = cellsOfColumn(x, span);
    for (let b = 0; b < count; b++) {
      let power = 0;
      for (let cell = first; cell <= last; cell++) {
        const value = cells.power(cell, b);
        power = settings.combine === 'max' ? max(power, value) : power + value / (last - first + 1);
      }
      column[b] = max(FLOOR_DB, 10 * log10(power));
    }
    for (let y = 0; y < height; y++) {
      const low = column[below[y] ?? 0] ?? 0;
      const high = column[above[y] ?? 0] ?? 0;
      pixels[y * width + x] = low + (high - low) * (part[y] ?? 0);
    }
  }
  return pixels;
};

/** Draws it into the plot of a frame. */
export const drawSpectrogram = (heard: HeardSpectrogram, frame: PlotFrame): RgbaImage => {
  const { settings, scale, length } = heard;
  const { plot, bar, raster, textSize } = frame;
  const pixels = decibelsOf(heard, plot.width, plot.height);
  const loudest = pixels.reduce((most, db) => max(most, db), FLOOR_DB);
  const maxDb = settings.maxDb ?? (loudest === FLOOR_DB ? 0 : ceil(loudest));
  const minDb = maxDb - settings.rangeDb;
  const colors = colorMap(settings.colorMap);
  const shades = Array.from(
    { length: 256 },
    (_, i): Rgb => [colors[3 * i] ?? 0, colors[3 * i + 1] ?? 0, colors[3 * i + 2] ?? 0],
  );
  const shadeOf = (part: number): Rgb => shades[round(255 * min(1, max(0, part)))] ?? [0, 0, 0];
  for (let y = 0; y < plot.height; y++) {
    for (let x = 0; x < plot.width; x++) {
      const db = pixels[y * plot.width + x] ?? 0;
      raster.set(plot.x + x, plot.y + y, shadeOf((db - minDb) / settings.rangeDb));
    }
  }
  frame.outline(plot);
  const { axis, minFrequency: low, maxFrequency: high } = settings;
  const upright = { pixels: plot.height, textSize };
  frame.left(plot, frequencyTicks({ axis, low, high, scale }, upright));
  frame.below(plot, timeTicks(length / settings.sampleRate, { pixels: plot.width, textSize }));
  if (bar.width === 0) return raster.image;
  for (let y = 0; y < bar.height; y++) {
    const color = shadeOf(1 - (y + 0.5) / bar.height);
    raster.fill({ ...bar, y: bar.y + y, height: 1 }, color);
  }
  frame.outline(bar);
  frame.right(
    bar,
    evenTicks([minDb, maxDb], upright, (db) => `${Number(db.toPrecision(6))} dB`),
  );
  return raster.image;
};
