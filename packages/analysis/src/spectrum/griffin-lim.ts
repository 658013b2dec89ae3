import { AudioFlowError, checkOptions } from '@audioflow/core';
import * as z from 'zod';
import { toSamples } from './istft-of.js';
import { type Stft, stftOf } from './stft-of.js';
import type { StftOptions } from './stft-options.js';

const { sqrt, floor, cos, sin, imul, PI } = Math;

/** What {@link griffinLim} takes: a `FeatureMatrix` of magnitudes, or one in double precision. */
export interface Magnitudes {
  readonly frameCount: number;
  /** Frequencies of each frame. */
  readonly size: number;
  /** That of frequency k in frame f is at `f * size + k`. */
  readonly data: Float32Array | Float64Array;
  /** Samples from one frame to the next. */
  readonly hopLength: number;
}

/** Options of {@link griffinLim}. */
export interface GriffinLimOptions extends Omit<StftOptions, 'fftSize' | 'hopLength'> {
  /** Samples of the transform that the magnitudes come from. Default 2 (size - 1). */
  readonly fftSize?: number | undefined;
  /** Default 32. */
  readonly iterations?: number | undefined;
  /** How far each step goes on in the direction of the last, 0 to below 1. Default 0.99. */
  readonly momentum?: number | undefined;
  /** Phases to begin with: random ones of this seed, or null for zeros. Default 1. */
  readonly seed?: number | null | undefined;
  /** Samples of the result. Default: what the frames give. */
  readonly length?: number | undefined;
}

const schema = z.strictObject({
  iterations: z.int().positive().max(10_000).default(32),
  momentum: z.number().nonnegative().lt(1).default(0.99),
  seed: z.int().nullable().default(1),
});

const TINY = 2.2250738585072014e-308;

const randomPhases = (count: number, seed: number): { re: Float64Array; im: Float64Array } => {
  let state = seed >>> 0;
  const re = new Float64Array(count);
  const im = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    state = (imul(1664525, state) + 1013904223) >>> 0;
    const angle = (2 * PI * state) / 4294967296;
    re[i] = cos(angle);
    im[i] = sin(angle);
  }
  return { re, im };
};

/**
 * Samples whose spectra have the magnitudes that are given: phases are found step by step. As librosa's `griffinlim`.
 *
 * N. Perraudin, P. Balazs and P. L. Søndergaard, "A fast Griffin-Lim algorithm", 2013; D. W. Griffin and J. S. Lim, 1984.
 *
 * @param magnitudes As `spectrogramOf` gives them with `power: 1`.
 * @throws AudioFlowError `invalid-option`.
 *
 * @example
 * import { griffinLim, spectrogramOf } from '@audioflow/analysis';
 * const tone = Float32Array.from({ length: 4000 }, (_, i) => Math.sin(2 * Math.PI * i / 40));
 * const magnitudes = spectrogramOf(tone, { sampleRate: 16000, fftSize: 512, hopLength: 128, power: 1 });
 * console.log(griffinLim(magnitudes, { iterations: 4, length: 4000 }).length); // 4000
 */
export const griffinLim = (
  magnitudes: Magnitudes,
  options: GriffinLimOptions = {},
): Float32Array => {
  const { iterations, momentum, seed, length, fftSize: given, ...rest } = options;
  const checked = checkOptions('griffinLim', schema, { iterations, momentum, seed });
  const { frameCount, size: bins, data, hopLength } = magnitudes;
  const fftSize = given ?? 2 * (bins - 1);
  if (floor(fftSize / 2) + 1 !== bins) {
    throw new AudioFlowError(
      'invalid-option',
      `griffinLim: expected ${floor(fftSize / 2) + 1} frequencies for an fftSize of ${fftSize}, got ${bins}`,
    );
  }
  const count = frameCount * bins;
  const ones = { re: new Float64Array(count).fill(1), im: new Float64Array(count) };
  const phases = checked.seed === null ? ones : randomPhases(count, checked.seed);
  const { padMode, ...inverse } = rest;
  const combined: Stft = {
    frameCount,
    bins,
    fftSize,
    hopLength,
    re: new Float64Array(count),
    im: new Float64Array(count),
  };
  const rebuild = (): Float64Array => {
    for (let i = 0; i < count; i++) {
      combined.re[i] = (data[i] ?? 0) * (phases.re[i] ?? 0);
      combined.im[i] = (data[i] ?? 0) * (phases.im[i] ?? 0);
    }
    return toSamples('griffinLim', combined, { ...inverse, length });
  };
  const onward = checked.momentum / (1 + checked.momentum);
  let before: Stft | undefined;
  for (let n = 0; n < checked.iterations; n++) {
    const rebuilt = stftOf(rebuild(), { ...rest, fftSize, hopLength });
    for (let i = 0; i < count; i++) {
      const re = (rebuilt.re[i] ?? 0) - onward * (before?.re[i] ?? 0);
      const im = (rebuilt.im[i] ?? 0) - onward * (before?.im[i] ?? 0);
      const scale = 1 / (sqrt(re * re + im * im) + TINY);
      phases.re[i] = re * scale;
      phases.im[i] = im * scale;
    }
    before = rebuilt;
  }
  return Float32Array.from(rebuild());
};
