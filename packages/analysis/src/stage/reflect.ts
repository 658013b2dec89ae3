/** The index in 0..length-1 that an index outside of it is the mirror image of; ends are not repeated. */
export const reflect = (index: number, length: number): number => {
  if (length < 2) return 0;
  const period = 2 * (length - 1);
  const place = ((index % period) + period) % period;
  return place < length ? place : period - place;
};
