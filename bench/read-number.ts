/**
 * The number that a text of the command line is.
 *
 * @throws Error saying what was expected, and what came.
 */
export const readNumber = (name: string, text: string, least: number): number => {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (Number.isFinite(value) && value >= least) return value;
  throw new Error(`${name}: expected a number of at least ${least}, got '${text}'`);
};
