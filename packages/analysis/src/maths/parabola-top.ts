const { abs } = Math;

/** Where the top (or the bottom) of a parabola through three values lies, from the middle one: -1 to 1, 0 if there is none near. */
export const parabolaTop = (left: number, middle: number, right: number): number => {
  const a = left + right - 2 * middle;
  const b = (right - left) / 2;
  return abs(b) >= abs(a) ? 0 : -b / a;
};
