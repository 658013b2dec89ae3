import { AudioFlowError, type AudioFrame, checkOptions } from '@audioflow/core';
import type { OperatorFunction } from 'rxjs';
import * as z from 'zod';
import { createSpectrumKernel } from '../spectrum/spectrum-kernel.js';
import { type FeaturePlan, feature, featureOf, type OfflineInit } from '../stage/feature.js';
import type { FeatureFrame, FeatureMatrix } from '../stage/feature.types.js';
import type { FeatureStageOptions } from '../stage/feature-options.js';
import type { Framing } from '../stage/framer.js';
import type { Samples } from '../stage/mono.js';
import { createQKernels, type QKernel } from './q-kernels.js';

const { sqrt, ceil, log2 } = Math;

/** Options of {@link constantQ}. */
export interface ConstantQOptions {
  /** The lowest frequency, in Hz. Default 32.703, C1. */
  readonly minFrequency?: number | undefined;
  /** Frequencies. Default 84: seven octaves. */
  readonly binCount?: number | undefined;
  /** Frequencies of an octave. Default 12. */
  readonly binsPerOctave?: number | undefined;
  /** Samples from one frame to the next. Default 512. */
  readonly hopLength?: number | undefined;
  /** Centre frame k on sample k * hopLength, with zeros around; else it begins there. Default true. */
  readonly center?: boolean | undefined;
}

const schema = z.strictObject({
  minFrequency: z.number().positive().default(32.70319566257483),
  binCount: z.int().positive().max(2048).default(84),
  binsPerOctave: z.int().positive().max(384).default(12),
  hopLength: z.int().positive().default(512),
  center: z.boolean().default(true),
});

const plan: FeaturePlan<ConstantQOptions> = (owner, options) => {
  const checked = checkOptions(owner, schema, options);
  const { minFrequency, binCount, binsPerOctave, hopLength, center } = checked;
  /** Of the last rate: a tenth of a second's work, which further subscriptions share. */
  let made: { readonly sampleRate: number; readonly kernels: readonly QKernel[] } | undefined;
  return (sampleRate) => {
    const q = 1 / (2 ** (1 / binsPerOctave) - 1);
    const highest = minFrequency * 2 ** ((binCount - 1) / binsPerOctave);
    if (highest * (1 + 1 / q) > sampleRate / 2) {
      throw new AudioFlowError(
        'invalid-option',
        `${owner}: expected frequencies below ${sampleRate / 2} Hz, got ${binCount} up to ${highest.toFixed(0)} Hz`,
      );
    }
    const fftSize = 2 ** ceil(log2((q * sampleRate) / minFrequency));
    const framing: Framing = { frameLength: fftSize, hopLength, center, padMode: 'constant' };
    const frequencies = Array.from(
      { length: binCount },
      (_, b) => minFrequency * 2 ** (b / binsPerOctave),
    );
    if (made?.sampleRate !== sampleRate) {
      made = { sampleRate, kernels: createQKernels({ fftSize, frequencies, q, sampleRate }) };
    }
    const { kernels } = made;
    // The windows are in the kernels.
    const window = new Float64Array(fftSize).fill(1);
    const { re, im, transform } = createSpectrumKernel({ framing, window });
    return {
      framing,
      size: binCount,
      process: (samples, offset, row): void => {
        transform(samples, offset);
        for (const [bin, { from, re: kr, im: ki }] of kernels.entries()) {
          let sumRe = 0;
          let sumIm = 0;
          for (let k = 0; k < kr.length; k++) {
            const xr = re[from + k] ?? 0;
            const xi = im[from + k] ?? 0;
            sumRe += xr * (kr[k] ?? 0) + xi * (ki[k] ?? 0);
            sumIm += xi * (kr[k] ?? 0) - xr * (ki[k] ?? 0);
          }
          row[bin] = sqrt(sumRe * sumRe + sumIm * sumIm);
        }
      },
    };
  };
};

/**
 * Magnitudes at the notes of a scale: frequencies at equal ratios, each with a window of as many periods. A sine of amplitude 1 on a note gives 1.
 *
 * J. C. Brown and M. S. Puckette, "An efficient algorithm for the calculation of a constant Q transform", 1992.
 *
 * @throws AudioFlowError `invalid-option` at once, and through the stream when frequencies are above half the rate; `malformed-data` on a jump of
 * pts, `format-changed`.
 *
 * @example
 * import { run, sine } from '@audioflow/core';
 * import { constantQ } from '@audioflow/analysis';
 * const a4 = sine({ frequency: 440, amplitude: 1, duration: 1, sampleRate: 22050 });
 * await run(a4.pipe(constantQ()), {
 *   write: ({ pts, values }) => {
 *     if (pts === 10240) console.log(values.indexOf(Math.max(...values)), values[45].toFixed(2)); // 45 1.00
 *   },
 * });
 */
export const constantQ = (
  options: ConstantQOptions & FeatureStageOptions = {},
): OperatorFunction<AudioFrame, FeatureFrame> => feature('constantQ', options, plan);

/**
 * Magnitudes at the notes of a scale, for samples in memory.
 *
 * @throws AudioFlowError `invalid-option`.
 *
 * @example
 * import { constantQOf } from '@audioflow/analysis';
 * const { frameCount, size } = constantQOf(new Float32Array(22050), { sampleRate: 22050 });
 * console.log(frameCount, size); // 44 84
 */
export const constantQOf = (
  samples: Samples,
  init: ConstantQOptions & OfflineInit,
): FeatureMatrix => featureOf(samples, init, { owner: 'constantQOf', plan });
