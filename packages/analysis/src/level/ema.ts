import { AudioFlowError, checkOptions, transform } from '@audioflow/core';
import type { MonoTypeOperatorFunction } from 'rxjs';
import * as z from 'zod';
import type { FeatureFrame } from '../stage/feature.types.js';

/** Options of {@link ema}: a time constant, or a weight. */
export interface EmaOptions {
  /** Seconds in which 63 % of a step has passed. The same whatever the distance of the values. */
  readonly tau?: number | undefined;
  /** Instead: the weight of what was, 0 to below 1, for each value: s += (1 - alpha) (x - s). */
  readonly alpha?: number | undefined;
}

/** What {@link emaOf} takes. */
export interface EmaInit extends EmaOptions {
  /** Seconds between two values; `tau` needs it. */
  readonly interval?: number | undefined;
}

const schema = z.strictObject({
  tau: z.number().positive().optional(),
  alpha: z.number().nonnegative().lt(1).optional(),
  interval: z.number().positive().optional(),
});

const check = (owner: string, options: EmaInit): z.output<typeof schema> => {
  const checked = checkOptions(owner, schema, options);
  if ((checked.tau === undefined) === (checked.alpha === undefined)) {
    throw new AudioFlowError('invalid-option', `${owner}: expected either tau (seconds) or alpha`);
  }
  return checked;
};

/**
 * Smooths a stream of features by an exponential moving average; the first frame passes as it is.
 *
 * With `tau` the weight follows the time between frames. Values that are not finite are passed over: the average stays where it is.
 *
 * @throws AudioFlowError `invalid-option`.
 *
 * @example
 * import { of } from 'rxjs';
 * import { ema } from '@audioflow/analysis';
 * const frame = (x, k) => ({ pts: 480 * k, sampleRate: 48000, values: Float32Array.of(x) });
 * of(frame(1, 0), frame(3, 1), frame(2, 2)).pipe(ema({ alpha: 0.5 })).subscribe(({ values }) => console.log(values[0])); // 1 2 2
 */
export const ema = (options: EmaOptions): MonoTypeOperatorFunction<FeatureFrame> => {
  const { tau, alpha = 0 } = check('ema', options);
  return transform<FeatureFrame, FeatureFrame>(
    () => {
      let state: Float64Array | undefined;
      let pts = 0;
      return {
        next: (frame, emit): void => {
          const { values, sampleRate } = frame;
          if (state?.length !== values.length) {
            state = Float64Array.from(values, (x) => (Number.isFinite(x) ? x : 0));
          } else {
            const seconds = (frame.pts - pts) / sampleRate;
            const rise = tau === undefined ? 1 - alpha : 1 - Math.exp(-Math.max(0, seconds) / tau);
            for (let i = 0; i < values.length; i++) {
              const x = values[i] ?? 0;
              const s = state[i] ?? 0;
              if (Number.isFinite(x)) state[i] = s + rise * (x - s);
            }
          }
          pts = frame.pts;
          emit({ ...frame, values: Float32Array.from(state) });
        },
      };
    },
    { name: 'ema' },
  );
};

/**
 * Smooths values by an exponential moving average; the first passes as it is.
 *
 * @throws AudioFlowError `invalid-option`, also for `tau` without `interval`.
 *
 * @example
 * import { emaOf } from '@audioflow/analysis';
 * const smooth = emaOf([1, 3, 2, 5, 4], { alpha: 0.7 });
 * console.log([...smooth].map((x) => x.toFixed(4)).join(' ')); // 1.0000 1.6000 1.7200 2.7040 3.0928
 */
export const emaOf = (values: ArrayLike<number>, init: EmaInit): Float64Array => {
  const { tau, alpha = 0, interval } = check('emaOf', init);
  if (tau !== undefined && interval === undefined) {
    throw new AudioFlowError('invalid-option', 'emaOf: expected an interval in seconds beside tau');
  }
  const rise = tau === undefined ? 1 - alpha : 1 - Math.exp(-(interval ?? 0) / tau);
  const first = values[0] ?? 0;
  let state = Number.isFinite(first) ? first : 0;
  return Float64Array.from({ length: values.length }, (_, i) => {
    const x = values[i] ?? 0;
    if (i > 0 && Number.isFinite(x)) state += rise * (x - state);
    return state;
  });
};
