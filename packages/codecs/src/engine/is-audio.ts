/** Beyond this magnitude (60 dB over full scale) a number is not taken for audio. */
export const AUDIO_LIMIT = 1000;

/**
 * The energy of some samples: at most the limit squared only if each of them is within the limit, and not
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
 * Whether all of some samples are sure to be audio: numbers within {@link AUDIO_LIMIT}. It may answer false of very
 * many that are loud, true never of one that is none.
 */
export const isAudio = (plane: Float32Array, from: number, to: number): boolean =>
  energy(plane, from, to) <= AUDIO_LIMIT * AUDIO_LIMIT;
