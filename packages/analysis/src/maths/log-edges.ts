/** `count` + 1 frequencies from `low` to `high`, each the same times the one before. */
export const logEdges = (low: number, high: number, count: number): number[] =>
  Array.from({ length: count + 1 }, (_, i) => low * (high / low) ** (i / count));
