import { checkOptions } from '@audioflow/core';
import * as z from 'zod';
import type { Samples } from '../stage/mono.js';

/** Options of `powerToDb` and `amplitudeToDb`. */
export interface DecibelOptions {
  /** What 0 dB is: a value, or the largest of all. Default 1. */
  readonly ref?: number | 'max' | undefined;
  /** Smaller values count as this. Default 1e-10 for powers, 1e-5 for amplitudes. */
  readonly amin?: number | undefined;
  /** Nothing is more than so far below the largest; null leaves all as it is. Default 80. */
  readonly topDb?: number | null | undefined;
}

const schema = z.strictObject({
  ref: z.union([z.number().positive(), z.literal('max')]).default(1),
  amin: z.number().positive().optional(),
  topDb: z.number().nonnegative().nullable().default(80),
});

const { log10 } = Math;

interface Scale {
  readonly owner: string;
  readonly amin: number;
  readonly factor: number;
}

/** Values in decibels: `factor` log10(max(amin, x) / ref), at most `topDb` below the largest. */
export const toDecibels = (
  values: Samples,
  options: DecibelOptions,
  scale: Scale,
): Float64Array => {
  const { ref, topDb, amin = scale.amin } = checkOptions(scale.owner, schema, options);
  const { factor } = scale;
  let largest = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? 0;
    if (value > largest) largest = value;
  }
  const zero = factor * log10(Math.max(amin, ref === 'max' ? largest : ref));
  const floor =
    topDb === null
      ? Number.NEGATIVE_INFINITY
      : factor * log10(Math.max(amin, largest)) - zero - topDb;
  const out = new Float64Array(values.length);
  for (let i = 0; i < out.length; i++) {
    const value = values[i] ?? 0;
    const db = factor * log10(value > amin ? value : amin) - zero;
    out[i] = db > floor ? db : floor;
  }
  return out;
};
