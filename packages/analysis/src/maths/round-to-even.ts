/** Rounds halves to even, as numpy does. */
export const roundToEven = (x: number): number => {
  const down = Math.floor(x);
  if (x - down !== 0.5) return Math.round(x);
  return down % 2 === 0 ? down : down + 1;
};
