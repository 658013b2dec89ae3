/** Cells of time of equal length that stand for a stretch of audio, however long: when they are full, they become half as many. */
export interface CellGrid {
  /** Samples of a cell; need not be whole. */
  readonly resolution: number;
  /** The cell that a sample lies in; makes room for it. */
  indexOf(position: number): number;
  /** The first sample behind a cell, by the same rounding as `indexOf`. */
  endOf(index: number): number;
}

/** How many cells there may be, how long the first ones are, and what makes one of two. */
export interface CellGridInit {
  /** An even number. */
  readonly capacity: number;
  /** Samples of a cell, to begin with. */
  readonly resolution: number;
  /** Puts cells `first` and `first + 1` together into `first / 2`. */
  merge(first: number): void;
  /** Empties the cells from `from` on. */
  clear(from: number): void;
}

/** Makes a grid: its memory is that of `capacity` cells. */
export const createCellGrid = ({ capacity, merge, clear, ...init }: CellGridInit): CellGrid => {
  let { resolution } = init;
  const cellAt = (position: number): number => Math.floor(position / resolution);
  return {
    get resolution(): number {
      return resolution;
    },
    indexOf: (position): number => {
      let index = cellAt(position);
      for (; index >= capacity; index = cellAt(position)) {
        for (let first = 0; first < capacity; first += 2) merge(first);
        clear(capacity / 2);
        resolution *= 2;
      }
      return index;
    },
    endOf: (index): number => {
      let end = Math.ceil((index + 1) * resolution);
      while (cellAt(end - 1) > index) end -= 1;
      while (cellAt(end) <= index) end += 1;
      return end;
    },
  };
};
