/**
 * The point of the unit circle at -k/n of a turn: exp(-2 pi i k / n), folded into the first eighth, so that what is
 * exact (0, 1, the diagonal) comes out exact.
 */
export const turn = (k: number, n: number): readonly [number, number] => {
  const eighths = (((k % n) + n) % n) * 8;
  const octant = Math.floor(eighths / n);
  const rest = octant % 2 === 0 ? eighths - octant * n : (octant + 1) * n - eighths;
  const angle = (Math.PI * rest) / (4 * n);
  const near = Math.cos(angle);
  const far = Math.sin(angle);
  const quadrant = ((octant + 1) >> 1) % 4;
  const sign = octant % 2 === 0 ? 1 : -1;
  if (quadrant === 0) return [near, -sign * far];
  if (quadrant === 1) return [-sign * far, -near];
  if (quadrant === 2) return [-near, sign * far];
  return [sign * far, near];
};
