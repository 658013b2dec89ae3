import type { AudioFrame } from '@audioflow/core';
import { checkOptions } from '@audioflow/core';
import type { OperatorFunction } from 'rxjs';
import * as z from 'zod';
import type { StftOptions } from '../spectrum/stft-options.js';
import { type FeaturePlan, feature, featureOf, type OfflineInit } from '../stage/feature.js';
import type { FeatureFrame, FeatureMatrix } from '../stage/feature.types.js';
import type { FeatureStageOptions } from '../stage/feature-options.js';
import type { Samples } from '../stage/mono.js';
import { centroidOf, planSpectral } from './spectral-kernel.js';

/** Options of {@link spectralBandwidth}. */
export interface SpectralBandwidthOptions extends StftOptions {
  /** Power that deviations are raised to. Default 2. */
  readonly p?: number | undefined;
}

const schema = z.strictObject({ p: z.number().positive().default(2) });

const plan: FeaturePlan<SpectralBandwidthOptions> = (owner, options) => {
  const { p, ...rest } = options;
  const checked = checkOptions(owner, schema, { p });
  return planSpectral(owner, rest, (frequencies) => ({
    size: 1,
    measure: (magnitudes, row): void => {
      const centroid = centroidOf(magnitudes, frequencies);
      let sum = 0;
      let total = 0;
      for (let k = 0; k < magnitudes.length; k++) {
        const magnitude = magnitudes[k] ?? 0;
        const deviation = Math.abs((frequencies[k] ?? 0) - centroid);
        total += magnitude;
        sum += magnitude * (checked.p === 2 ? deviation * deviation : deviation ** checked.p);
      }
      row[0] = total > 0 ? (sum / total) ** (1 / checked.p) : 0;
    },
  }));
};

/**
 * How far the spectrum spreads around its middle, in Hz, as librosa's `spectral_bandwidth`.
 *
 * Silence gives 0.
 *
 * @throws AudioFlowError as `stft`.
 *
 * @example
 * import { run, sine } from '@audioflow/core';
 * import { spectralBandwidth } from '@audioflow/analysis';
 * const tone = sine({ frequency: 1000, duration: 0.1, sampleRate: 16000 });
 * await run(tone.pipe(spectralBandwidth({ fftSize: 512, hopLength: 160 })), {
 *   write: ({ pts, values }) => {
 *     if (pts === 800) console.log(values[0].toFixed(0)); // 22
 *   },
 * });
 */
export const spectralBandwidth = (
  options: SpectralBandwidthOptions & FeatureStageOptions = {},
): OperatorFunction<AudioFrame, FeatureFrame> => feature('spectralBandwidth', options, plan);

/**
 * How far the spectrum spreads around its middle, in Hz, for samples in memory.
 *
 * @throws AudioFlowError `invalid-option`.
 *
 * @example
 * import { spectralBandwidthOf } from '@audioflow/analysis';
 * const { frameCount, size } = spectralBandwidthOf(new Float32Array(16000), { sampleRate: 16000 });
 * console.log(frameCount, size); // 32 1
 */
export const spectralBandwidthOf = (
  samples: Samples,
  init: SpectralBandwidthOptions & OfflineInit,
): FeatureMatrix => featureOf(samples, init, { owner: 'spectralBandwidthOf', plan });
