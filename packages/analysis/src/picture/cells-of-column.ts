const { floor, ceil, max, min } = Math;

/** Against the rounding of a quotient. */
const SLACK = 1e-9;

/** What a picture's columns stand for. */
export interface ColumnSpan {
  /** Samples of the whole. */
  readonly length: number;
  /** Columns of the picture. */
  readonly width: number;
  /** Samples of a cell. */
  readonly resolution: number;
}

/** The first and the last cell that a column of a picture overlaps. */
export const cellsOfColumn = (
  column: number,
  { length, width, resolution }: ColumnSpan,
): readonly [first: number, last: number] => {
  const cells = max(1, ceil(length / resolution - SLACK));
  const from = (column * length) / width / resolution;
  const to = ((column + 1) * length) / width / resolution;
  const first = min(cells - 1, floor(from + SLACK));
  return [first, min(cells - 1, max(first, ceil(to - SLACK) - 1))];
};
