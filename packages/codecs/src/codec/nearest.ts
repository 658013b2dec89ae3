/** The value of a list that lies nearest to the wanted one. */
export const nearest = (values: readonly number[], wanted: number): number => {
  let best = values[0] ?? wanted;
  for (const value of values) {
    if (Math.abs(value - wanted) < Math.abs(best - wanted)) best = value;
  }
  return best;
};
