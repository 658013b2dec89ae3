import { AudioFlowError, type AudioFrame, checkOptions } from '@audioflow/core';
import type { OperatorFunction } from 'rxjs';
import * as z from 'zod';
import type { StftOptions } from '../spectrum/stft-options.js';
import { type FeaturePlan, feature, type OfflineInit, offlineKernel } from '../stage/feature.js';
import type { FeatureFrame, FeatureMatrix } from '../stage/feature.types.js';
import { countFrames, forEachRow } from '../stage/feature-matrix.js';
import type { FeatureStageOptions } from '../stage/feature-options.js';
import type { Samples } from '../stage/mono.js';
import { createContrast } from './contrast-bands.js';
import { planSpectral } from './spectral-kernel.js';

/** Options of {@link spectralContrast}. Defaults are librosa's. */
export interface SpectralContrastOptions extends StftOptions {
  /** Where the second band begins, in Hz; the first is below it, each further one an octave. Default 200. */
  readonly minFrequency?: number | undefined;
  /** Octaves above that. Default 6: seven values. */
  readonly bandCount?: number | undefined;
  /** Part of a band that its peak and its valley are the mean of. Default 0.02. */
  readonly quantile?: number | undefined;
}

const schema = z.strictObject({
  minFrequency: z.number().positive().default(200),
  bandCount: z.int().positive().max(24).default(6),
  quantile: z.number().gt(0).lt(1).default(0.02),
});

const AMIN = 1e-10;
const toDb = (value: number): number => 10 * Math.log10(Math.max(AMIN, value));

/** Peaks, then valleys, not in decibels. */
const planPeaks: FeaturePlan<SpectralContrastOptions> = (owner, options) => {
  const { minFrequency, bandCount, quantile, ...rest } = options;
  const checked = checkOptions(owner, schema, { minFrequency, bandCount, quantile });
  return planSpectral(owner, rest, (frequencies) => {
    const nyquist = frequencies.at(-1) ?? 0;
    if (checked.minFrequency * 2 ** (checked.bandCount - 1) > nyquist) {
      throw new AudioFlowError(
        'invalid-option',
        `${owner}: expected bands that begin below ${nyquist} Hz, got ${checked.bandCount} octaves from ${checked.minFrequency} Hz`,
      );
    }
    return createContrast(frequencies, checked);
  });
};

const plan: FeaturePlan<SpectralContrastOptions> = (owner, options) => {
  const create = planPeaks(owner, options);
  return (sampleRate) => {
    const peaks = create(sampleRate);
    const size = peaks.size / 2;
    const both = new Float64Array(peaks.size);
    return {
      framing: peaks.framing,
      size,
      process: (samples, offset, row): void => {
        peaks.process(samples, offset, both);
        for (let band = 0; band < size; band++) {
          row[band] = toDb(both[band] ?? 0) - toDb(both[size + band] ?? 0);
        }
      },
    };
  };
};

/**
 * How far peaks stand above valleys in each octave of the spectrum, in dB: high for tones, low for noise.
 *
 * D.-N. Jiang and others, "Music type classification by spectral contrast feature", 2002, as in librosa's `spectral_contrast`, but without
 * its limit of 80 dB below the loudest of the whole signal, which {@link spectralContrastOf} has. Decibels are of magnitudes as if
 * they were powers, as there.
 *
 * @throws AudioFlowError as `stft`; through the stream `invalid-option` when bands begin above half the rate.
 *
 * @example
 * import { noise, run } from '@audioflow/core';
 * import { spectralContrast } from '@audioflow/analysis';
 * await run(noise({ duration: 0.02, sampleRate: 44100 }).pipe(spectralContrast()), {
 *   write: ({ pts, values }) => console.log(pts, values.length), // 0 7 512 7
 * });
 */
export const spectralContrast = (
  options: SpectralContrastOptions & FeatureStageOptions = {},
): OperatorFunction<AudioFrame, FeatureFrame> => feature('spectralContrast', options, plan);

/**
 * How far peaks stand above valleys in each octave, in dB, for samples in memory: as librosa's `spectral_contrast`.
 *
 * @throws AudioFlowError `invalid-option`.
 *
 * @example
 * import { spectralContrastOf } from '@audioflow/analysis';
 * const { frameCount, size } = spectralContrastOf(new Float32Array(44100), { sampleRate: 44100 });
 * console.log(frameCount, size); // 87 7
 */
export const spectralContrastOf = (
  samples: Samples,
  init: SpectralContrastOptions & OfflineInit,
): FeatureMatrix => {
  const kernel = offlineKernel('spectralContrastOf', init, planPeaks);
  const size = kernel.size / 2;
  const frameCount = countFrames(kernel, samples.length);
  const decibels = new Float64Array(frameCount * kernel.size);
  const loudest = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  forEachRow(kernel, samples, (row, index) => {
    for (const [v, value] of row.entries()) {
      const kind = v < size ? 0 : 1;
      const db = toDb(value);
      decibels[index * kernel.size + v] = db;
      loudest[kind] = Math.max(loudest[kind] ?? db, db);
    }
  });
  const [peakFloor = 0, valleyFloor = 0] = loudest.map((db) => db - 80);
  const data = new Float32Array(frameCount * size);
  for (let i = 0; i < data.length; i++) {
    const at = Math.floor(i / size) * kernel.size + (i % size);
    data[i] =
      Math.max(peakFloor, decibels[at] ?? 0) - Math.max(valleyFloor, decibels[at + size] ?? 0);
  }
  const { hopLength } = kernel.framing;
  return { frameCount, size, data, hopLength, sampleRate: init.sampleRate };
};
