import { checkOptions, transform } from '@audioflow/core';
import type { OperatorFunction } from 'rxjs';
import * as z from 'zod';
import type { FeatureFrame } from '../stage/feature.types.js';

/** Options of {@link quantize} and {@link quantizeOf}. */
export interface QuantizeOptions {
  /** Steps, 2 to 256. Default 256. */
  readonly levels?: number | undefined;
  /** What the highest step stands for. Default: the largest value, of all in the offline form, up to now in a stream. */
  readonly max?: number | undefined;
}

/** Options of {@link quantize}. */
export interface QuantizeStreamOptions extends QuantizeOptions {
  /** Seconds in which the running largest falls by half, so that one click does not darken the rest. Default: it never falls. */
  readonly halfLife?: number | undefined;
}

/** A frame of values in small steps. */
export interface QuantizedFrame {
  /** In samples. */
  readonly pts: number;
  /** In Hz: the unit of `pts`. */
  readonly sampleRate: number;
  /** 0 to levels - 1. */
  readonly values: Uint8Array;
  /** What the highest step stood for. */
  readonly max: number;
}

const schema = z.strictObject({
  levels: z.int().min(2).max(256).default(256),
  max: z.number().positive().optional(),
});
const streamSchema = schema.extend({ halfLife: z.number().positive().optional() });

const toSteps = (values: ArrayLike<number>, levels: number, max: number): Uint8Array =>
  Uint8Array.from({ length: values.length }, (_, i) => {
    const part = (values[i] ?? 0) / max;
    // Not true of NaN, nor of 0 / 0.
    return part > 0 ? Math.floor(Math.min(1, part) * (levels - 1)) : 0;
  });

const largestOf = (values: ArrayLike<number>): number => {
  let largest = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? 0;
    if (value > largest && value < Number.POSITIVE_INFINITY) largest = value;
  }
  return largest;
};

/**
 * Values in small whole steps: floor(x / max * (levels - 1)), between 0 and levels - 1. Silence and NaN are 0.
 *
 * @throws AudioFlowError `invalid-option`.
 *
 * @example
 * import { quantizeOf } from '@audioflow/analysis';
 * console.log(quantizeOf([0, 0.25, 0.5, 0.75, 1, 2], { levels: 16 }).join(' ')); // 0 1 3 5 7 15
 * console.log(quantizeOf([0, 0, 0]).join(' ')); // 0 0 0
 */
export const quantizeOf = (
  values: ArrayLike<number>,
  options: QuantizeOptions = {},
): Uint8Array => {
  const { levels, max } = checkOptions('quantizeOf', schema, options);
  return toSteps(values, levels, max ?? largestOf(values));
};

/**
 * Puts the values of a stream of features in small whole steps, by a given largest value or by the largest up to now.
 *
 * @throws AudioFlowError `invalid-option`.
 *
 * @example
 * import { of } from 'rxjs';
 * import { quantize } from '@audioflow/analysis';
 * const frame = (x) => ({ pts: 0, sampleRate: 48000, values: Float32Array.of(x) });
 * of(frame(1), frame(0.5), frame(2), frame(0.5)).pipe(quantize()).subscribe(({ values }) => console.log(values[0])); // 255 127 255 63
 */
export const quantize = (
  options: QuantizeStreamOptions = {},
): OperatorFunction<FeatureFrame, QuantizedFrame> => {
  const { levels, max: given, halfLife } = checkOptions('quantize', streamSchema, options);
  return transform<FeatureFrame, QuantizedFrame>(
    () => {
      let running = 0;
      let before: number | undefined;
      return {
        next: ({ pts, sampleRate, values }, emit): void => {
          if (halfLife !== undefined && before !== undefined) {
            running *= 0.5 ** (Math.max(0, pts - before) / sampleRate / halfLife);
          }
          before = pts;
          running = Math.max(running, largestOf(values));
          const max = given ?? running;
          emit({ pts, sampleRate, values: toSteps(values, levels, max), max });
        },
      };
    },
    { name: 'quantize' },
  );
};
