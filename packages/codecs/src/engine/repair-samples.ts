import { AUDIO_LIMIT, isAudio } from './is-audio.js';

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
  if (isAudio(plane, from, to)) return 0;
  let repaired = 0;
  for (let i = from; i < to; i++) {
    const value = plane[i] ?? 0;
    // False for NaN too.
    if (value <= AUDIO_LIMIT && value >= -AUDIO_LIMIT) continue;
    plane[i] = value > 0 ? 1 : value < 0 ? -1 : 0;
    repaired++;
  }
  return repaired;
};
