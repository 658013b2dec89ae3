import { createSpectrumKernel } from '../spectrum/spectrum-kernel.js';
import { createCellGrid } from './cell-grid.js';
import type { FrequencyBands } from './frequency-bands.js';
import type { SpectrogramPictureSettings } from './spectrogram-options.js';

const { ceil, floor, max, round } = Math;

/** Powers of bands by cells of time. */
export interface SpectrogramCells {
  /** Takes samples. */
  push(samples: Float64Array): void;
  /** No more come: transforms what is left, padded with zeros; answers how many samples there were. */
  end(): number;
  /** Samples of a cell. */
  readonly resolution: number;
  /** The power of a band in a cell: 1 is a sine at full scale. */
  power(cell: number, band: number): number;
}

/** What the cells are for. */
export interface SpectrogramCellsInit {
  readonly bands: FrequencyBands;
  /** Cells that may be, even. */
  readonly capacity: number;
  /** Samples of the first cells. */
  readonly resolution: number;
}

/**
 * Makes the part of a spectrogram picture that listens. Each cell has one transform in its middle, or several where it is longer than a
 * quarter of one; the memory is that of `capacity` cells, however long the audio.
 */
export const createSpectrogramCells = (
  { stft, combine }: SpectrogramPictureSettings,
  { bands, capacity, resolution }: SpectrogramCellsInit,
): SpectrogramCells => {
  const spectrum = createSpectrumKernel(stft);
  const { fftSize, bins } = spectrum;
  const half = floor(fftSize / 2);
  const { count, from, to } = bands;
  const cells = new Float32Array(capacity * count);
  /** Transforms in each cell, for means. */
  const taken = new Float64Array(capacity);
  const powers = new Float64Array(bins);
  const sum = stft.window.reduce((total, x) => total + x, 0);
  const scale = sum === 0 ? 0 : 1 / sum ** 2;
  const isMax = combine === 'max';
  const grid = createCellGrid({
    capacity,
    resolution,
    merge: (first): void => {
      const into = (first / 2) * count;
      for (let b = 0; b < count; b++) {
        const a = cells[first * count + b] ?? 0;
        const c = cells[(first + 1) * count + b] ?? 0;
        cells[into + b] = isMax ? max(a, c) : a + c;
      }
      taken[first / 2] = (taken[first] ?? 0) + (taken[first + 1] ?? 0);
    },
    clear: (first): void => {
      cells.fill(0, first * count);
      taken.fill(0, first);
    },
  });

  const data = new Float64Array(4 * fftSize + 16_384);
  /** The sample that `data` begins with; zeros stand before the first. */
  let origin = -half;
  let end = half;
  let length = 0;
  /** The next transform: the n-th of a cell. */
  let cell = 0;
  let nth = 0;
  const perCell = (): number => max(1, ceil(grid.resolution / (fftSize / 4)));
  const middle = (): number => (cell + (nth + 0.5) / perCell()) * grid.resolution;

  const take = (offset: number): void => {
    spectrum.power(data, offset, powers);
    const base = cell * count;
    for (let b = 0; b < count; b++) {
      const first = from[b] ?? 0;
      const last = to[b] ?? 0;
      let value = 0;
      for (let k = first; k < last; k++) {
        // All but 0 Hz and half the rate have a twin at the negative frequency.
        const twin = k === 0 || 2 * k === fftSize ? 1 : 4;
        const power = twin * (powers[k] ?? 0);
        if (!isMax) value += power;
        else if (power > value) value = power;
      }
      value *= isMax ? scale : scale / (last - first);
      const at = base + b;
      if (!isMax) cells[at] = (cells[at] ?? 0) + value;
      else if (value > (cells[at] ?? 0)) cells[at] = value;
    }
    taken[cell] = (taken[cell] ?? 0) + 1;
    nth += 1;
    if (nth < perCell()) return;
    nth = 0;
    cell += 1;
  };
  /** Transforms what is there, up to the sample `limit`. */
  const work = (limit: number): void => {
    for (;;) {
      if (nth === 0) cell = grid.indexOf(cell * grid.resolution + grid.resolution / 2);
      const at = middle();
      const begin = round(at - 0.5) - half - origin;
      if (at >= limit || begin + fftSize > end) return;
      take(begin);
    }
  };
  const compact = (): void => {
    const keep = max(0, round(middle() - 0.5) - half - origin);
    data.copyWithin(0, keep, end);
    origin += keep;
    end -= keep;
  };
  const append = (samples: Float64Array, limit: number): void => {
    for (let at = 0; at < samples.length; ) {
      if (end === data.length) compact();
      const part = samples.subarray(at, at + data.length - end);
      data.set(part, end);
      end += part.length;
      at += part.length;
      work(limit);
    }
  };
  return {
    push: (samples): void => {
      length += samples.length;
      append(samples, length);
    },
    end: (): number => {
      append(new Float64Array(fftSize), length);
      return length;
    },
    get resolution(): number {
      return grid.resolution;
    },
    power: (index, band): number => {
      const value = cells[index * count + band] ?? 0;
      return isMax ? value : value / max(1, taken[index] ?? 0);
    },
  };
};
