const { abs, floor, log, max, min } = Math;

/** How likely it is to move from a bin to another. */
export interface PyinSteps {
  /** The furthest move. */
  readonly half: number;
  /** Logarithm of a triangle, by the distance of bins. */
  readonly logTriangle: Float64Array;
  /** Logarithm of what the moves from each bin sum up to: it is less at the ends. */
  readonly logSums: Float64Array;
}

/** Plans moves among `bins`, as far as half of `width`. */
export const planSteps = (bins: number, width: number): PyinSteps => {
  const half = floor(width / 2);
  const triangle = Float64Array.from(
    { length: half + 1 },
    (_, distance) => (2 * ((width + 1) / 2 - distance)) / (width + 1),
  );
  const logSums = Float64Array.from({ length: bins }, (_, from) => {
    let sum = 0;
    for (let to = max(0, from - half); to <= min(bins - 1, from + half); to++) {
      sum += triangle[abs(to - from)] ?? 0;
    }
    return log(sum);
  });
  return { half, logTriangle: triangle.map((x) => log(x)), logSums };
};
