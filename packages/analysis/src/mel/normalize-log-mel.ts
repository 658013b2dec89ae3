/**
 * Scales raw log10 bands as Whisper does: nothing lower than the largest of all less 8, then (x + 4) / 4.
 *
 * For what a stream of `logMel` gave, over the window that goes to the model: the largest of a shorter piece would be another.
 *
 * @returns A new array.
 *
 * @example
 * import { normalizeLogMel } from '@audioflow/analysis';
 * console.log(normalizeLogMel(Float32Array.of(0, -4, -10)).join(' ')); // 1 0 -1
 */
export const normalizeLogMel = (values: Float32Array | Float64Array): Float32Array => {
  let largest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? 0;
    if (value > largest) largest = value;
  }
  const floor = largest - 8;
  const out = new Float32Array(values.length);
  for (let i = 0; i < out.length; i++) {
    const value = values[i] ?? 0;
    out[i] = ((value > floor ? value : floor) + 4) / 4;
  }
  return out;
};
