/** The loudness of a mean power, from 0 at -60 dBFS to 1 at -6 dBFS. */
export const barsLevel = (power: number): number => {
  const db = 10 * Math.log10(power);
  return Math.min(1, Math.max(0, (db + 60) / 54));
};
