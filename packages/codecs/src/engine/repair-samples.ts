/** Beyond this magnitude (60 dB over full scale) a number is not taken for audio. */
const LIMIT = 1000;

/**
 * The energy of some samples: at most LIMIT squared only if each of them is within the limit, and not
 * a number if one of them is none. Several sums, because each addition waits for the one before.
 */
const energy = (plane: Float32Array, from: number, to: number): number => {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let i = from;
  for (; i + 7 < to; i += 8) {
    const p = plane[i] ?? 0;
    const q = plane[i + 1] ?? 0;
    const r = plane[i + 2] ?? 0;
    const s = plane[i + 3] ?? 0;
    const t = plane[i + 4] ?? 0;
    const u = plane[i + 5] ?? 0;
    const v = plane[i + 6] ?? 0;
    const w = plane[i + 7] ?? 0;
    a += p * p + t * t;
    b += q * q + u * u;
    c += r * r + v * v;
    d += s * s + w * w;
  }
  for (; i < to; i++) a += (plane[i] ?? 0) ** 2;
  return a + b + c + d;
};

/**
 * Repairs, in place, samples that would derail a codec: NaN becomes 0, an infinite one or one beyond
 * ±1000 becomes ±1. Overshoots below that are left alone.
 *
 * @returns How many samples were repaired.
 *
 * @example
 * import { repairSamples } from '@audioflow/codecs/engine';
 * const plane = Float32Array.of(0.5, Number.NaN, -Number.POSITIVE_INFINITY, 1.5);
 * console.log(repairSamples(plane, 0, 4), plane.join()); // 2 0.5,0,-1,1.5
 */
export const repairSamples = (plane: Float32Array, from: number, to: number): number => {
  if (energy(plane, from, to) <= LIMIT * LIMIT) return 0;
  let repaired = 0;
  for (let i = from; i < to; i++) {
    const value = plane[i] ?? 0;
    // False for NaN too.
    if (value <= LIMIT && value >= -LIMIT) continue;
    plane[i] = value > 0 ? 1 : value < 0 ? -1 : 0;
    repaired++;
  }
  return repaired;
};
