import { loudestOf } from './mel-decibels.js';

/** Values of one piece of work: functions that are called often are compiled better than one loop over all. */
const PIECE = 4096;

interface Scaling {
  readonly values: Float32Array | Float64Array;
  readonly out: Float32Array;
  readonly floor: number;
}

const scalePiece = ({ values, out, floor }: Scaling, from: number, to: number): void => {
  for (let i = from; i < to; i++) {
    const value = values[i] ?? 0;
    out[i] = ((value > floor ? value : floor) + 4) / 4;
  }
};

/** Scales raw log10 bands as Whisper does, from one array to another or the same. */
export const scaleLogMel = (values: Float32Array | Float64Array, out: Float32Array): void => {
  const { length } = values;
  let largest = Number.NEGATIVE_INFINITY;
  for (let from = 0; from < length; from += PIECE) {
    largest = loudestOf(values.subarray(from, from + PIECE), largest);
  }
  const scaling = { values, out, floor: largest - 8 };
  for (let from = 0; from < length; from += PIECE) {
    scalePiece(scaling, from, Math.min(length, from + PIECE));
  }
};

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
  const out = new Float32Array(values.length);
  scaleLogMel(values, out);
  return out;
};
