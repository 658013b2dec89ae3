import { type AudioFrame, checkOptions } from '@audioflow/core';
import type { OperatorFunction } from 'rxjs';
import * as z from 'zod';
import { createSpectrumKernel } from '../spectrum/spectrum-kernel.js';
import { stftSettings } from '../spectrum/stft-options.js';
import { type FeaturePlan, feature, featureOf, type OfflineInit } from '../stage/feature.js';
import type { FeatureFrame, FeatureMatrix } from '../stage/feature.types.js';
import type { FeatureStageOptions } from '../stage/feature-options.js';
import type { Samples } from '../stage/mono.js';

const { floor, log10, max, round } = Math;

/** Options of {@link analyserSpectrum}: names and defaults are those of an `AnalyserNode`. */
export interface AnalyserOptions {
  /** Samples of each transform; any number, where an `AnalyserNode` has powers of two. Default 2048. */
  readonly fftSize?: number | undefined;
  /** How much of the last spectrum stays in the next one, 0 to below 1. Default 0.8. */
  readonly smoothingTimeConstant?: number | undefined;
  /** Samples from one spectrum to the next: where a page would ask for them. Default: a 60th of a second. */
  readonly hopLength?: number | undefined;
}

const schema = z.strictObject({
  fftSize: z.int().min(2).max(1_048_576).default(2048),
  smoothingTimeConstant: z.number().min(0).lt(1).default(0.8),
  hopLength: z.int().positive().optional(),
});
const plan: FeaturePlan<AnalyserOptions> = (owner, options) => {
  const { fftSize, smoothingTimeConstant, hopLength } = checkOptions(owner, schema, options);
  return (sampleRate) => {
    const settings = stftSettings(owner, {
      fftSize,
      hopLength: hopLength ?? max(1, round(sampleRate / 60)),
      window: 'blackman',
      center: false,
    });
    const spectrum = createSpectrumKernel(settings);
    const size = floor(fftSize / 2);
    const magnitudes = new Float64Array(spectrum.bins);
    const smoothed = new Float64Array(size);
    return {
      framing: settings.framing,
      size,
      process: (samples, offset, row): void => {
        spectrum.magnitude(samples, offset, magnitudes);
        for (let k = 0; k < size; k++) {
          const before = smoothingTimeConstant * (smoothed[k] ?? 0);
          const value = before + ((1 - smoothingTimeConstant) * (magnitudes[k] ?? 0)) / fftSize;
          smoothed[k] = value;
          row[k] = 20 * log10(value);
        }
      },
    };
  };
};

/**
 * The spectrum of a stream as an `AnalyserNode` gives it (`getFloatFrequencyData`), in dB: a Blackman window, magnitudes over fftSize that are
 * smoothed from one spectrum to the next. `fftSize / 2` values, `-Infinity` for silence. For `getByteFrequencyData` there is
 * `analyserBytes`.
 *
 * W3C, Web Audio API, section 1.8.6, "FFT windowing and smoothing over time". The first spectrum comes when `fftSize` samples are there; how
 * much is smoothed goes by the number of spectra, so `hopLength` decides how quick it is.
 *
 * @throws AudioFlowError `invalid-option` at once; through the stream `malformed-data` on a jump of pts, `format-changed`.
 *
 * @example
 * import { run, sine } from '@audioflow/core';
 * import { analyserSpectrum } from '@audioflow/analysis';
 * const tone = sine({ frequency: 3000, amplitude: 1, duration: 1, sampleRate: 48000 });
 * await run(tone.pipe(analyserSpectrum({ smoothingTimeConstant: 0 })), {
 *   write: ({ pts, values }) => {
 *     if (pts === 8000) console.log(values.length, values.indexOf(Math.max(...values)), values[128].toFixed(1)); // 1024 128 -13.6
 *   },
 * });
 */
export const analyserSpectrum = (
  options: AnalyserOptions & FeatureStageOptions = {},
): OperatorFunction<AudioFrame, FeatureFrame> => feature('analyserSpectrum', options, plan);

/**
 * The spectra of samples in memory as an `AnalyserNode` gives them, in dB.
 *
 * @throws AudioFlowError `invalid-option`.
 *
 * @example
 * import { analyserSpectrumOf } from '@audioflow/analysis';
 * const { frameCount, size, data } = analyserSpectrumOf(new Float32Array(48000), { sampleRate: 48000, hopLength: 800 });
 * console.log(frameCount, size, data[0]); // 58 1024 -Infinity
 */
export const analyserSpectrumOf = (
  samples: Samples,
  init: AnalyserOptions & OfflineInit,
): FeatureMatrix => featureOf(samples, init, { owner: 'analyserSpectrumOf', plan });
