/** The delay before the attempt after so many failures in a row: doubled each time, up to a limit. */
export const retryDelay = (failures: number, first: number, longest: number): number =>
  Math.min(longest, first * 2 ** Math.min(30, failures - 1));
