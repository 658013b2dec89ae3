import type { Samples } from '../stage/mono.js';
import { type CellGrid, createCellGrid } from './cell-grid.js';

const { max, min } = Math;

/** What a stretch of samples is like. */
export interface Envelope {
  readonly min: number;
  readonly max: number;
  /** Sum of squares, of so many samples. */
  readonly squares: number;
  readonly count: number;
  /** Some reach the clip level, or are not finite: 1 above, 2 below, 3 both or not finite. */
  readonly clipped: number;
}

/** Envelopes of cells of time, for one channel. */
export interface WaveformCells {
  push(samples: Samples): void;
  /** Samples of a cell. */
  readonly resolution: number;
  /** Samples that came. */
  readonly length: number;
  /** The envelope of cells `first` to `last`. */
  envelope(first: number, last: number): Envelope;
}

/** What the cells are for. */
export interface WaveformCellsInit {
  /** Cells that may be, even. */
  readonly capacity: number;
  /** Samples of the first cells. */
  readonly resolution: number;
  readonly clipLevel: number;
}

/** Makes the part of a waveform picture that listens, to one channel. Its memory is that of `capacity` cells. */
export const createWaveformCells = (init: WaveformCellsInit): WaveformCells => {
  const { capacity, clipLevel } = init;
  const lows = new Float32Array(capacity);
  const highs = new Float32Array(capacity);
  const squares = new Float64Array(capacity);
  const counts = new Float64Array(capacity);
  const clipped = new Uint8Array(capacity);
  const grid: CellGrid = createCellGrid({
    capacity,
    resolution: init.resolution,
    merge: (first): void => {
      const into = first / 2;
      // Without samples (a cell may be shorter than one) a cell has no extremes.
      const has = [first, first + 1].filter((cell) => (counts[cell] ?? 0) > 0);
      lows[into] = min(...has.map((cell) => lows[cell] ?? 0));
      highs[into] = max(...has.map((cell) => highs[cell] ?? 0));
      squares[into] = (squares[first] ?? 0) + (squares[first + 1] ?? 0);
      counts[into] = (counts[first] ?? 0) + (counts[first + 1] ?? 0);
      clipped[into] = (clipped[first] ?? 0) | (clipped[first + 1] ?? 0);
    },
    clear: (from): void => {
      for (const field of [lows, highs, squares, counts, clipped]) field.fill(0, from);
    },
  });
  let length = 0;
  const take = (cell: number, part: Samples): void => {
    const isFirst = counts[cell] === 0;
    let low = isFirst ? Number.POSITIVE_INFINITY : (lows[cell] ?? 0);
    let high = isFirst ? Number.NEGATIVE_INFINITY : (highs[cell] ?? 0);
    // Goes on from what came before, so that the sum is the same for any cut.
    let sum = squares[cell] ?? 0;
    let marks = clipped[cell] ?? 0;
    for (let i = 0; i < part.length; i++) {
      const sample = part[i] ?? 0;
      const x = sample - sample === 0 ? sample : 0;
      if (x < low) low = x;
      if (x > high) high = x;
      sum += x * x;
      if (x >= clipLevel) marks |= 1;
      else if (x <= -clipLevel) marks |= 2;
      else if (sample - sample !== 0) marks |= 3;
    }
    clipped[cell] = marks;
    lows[cell] = low;
    highs[cell] = high;
    squares[cell] = sum;
    counts[cell] = (counts[cell] ?? 0) + part.length;
  };
  return {
    push: (samples): void => {
      for (let at = 0; at < samples.length; ) {
        const cell = grid.indexOf(length);
        const part = samples.subarray(at, at + grid.endOf(cell) - length);
        take(cell, part);
        at += part.length;
        length += part.length;
      }
    },
    get resolution(): number {
      return grid.resolution;
    },
    get length(): number {
      return length;
    },
    envelope: (first, last): Envelope => {
      let low = Number.POSITIVE_INFINITY;
      let high = Number.NEGATIVE_INFINITY;
      let sum = 0;
      let count = 0;
      let marks = 0;
      for (let cell = first; cell <= last; cell++) {
        if ((counts[cell] ?? 0) === 0) continue;
        low = min(low, lows[cell] ?? 0);
        high = max(high, highs[cell] ?? 0);
        sum += squares[cell] ?? 0;
        count += counts[cell] ?? 0;
        marks |= clipped[cell] ?? 0;
      }
      return { min: low, max: high, squares: sum, count, clipped: marks };
    },
  };
};
