import { AudioFlowError } from '@audioflow/core';
import { spectrogramOf } from '../spectrum/spectrogram.js';
import type { StftOptions } from '../spectrum/stft-options.js';
import type { OfflineInit } from '../stage/feature.js';
import type { Samples } from '../stage/mono.js';
import { tuningOf } from './tuning.js';

/** What {@link estimateTuning} takes. */
export interface EstimateTuningInit extends StftOptions, OfflineInit {
  /** Notes of an octave. Default 12. */
  readonly chromaCount?: number | undefined;
}

/**
 * How far music is from a concert pitch of 440 Hz, in parts of a note, -0.5 to 0.5: as librosa's `estimate_tuning`. 0 if there are
 * no tones.
 *
 * @throws AudioFlowError `invalid-option`.
 *
 * @example
 * import { estimateTuning } from '@audioflow/analysis';
 * const sharp = 440 * 2 ** (0.2 / 12);
 * const tone = Float32Array.from({ length: 22050 }, (_, i) => Math.sin(2 * Math.PI * i * sharp / 22050));
 * console.log(estimateTuning(tone, { sampleRate: 22050, fftSize: 4096 }).toFixed(1)); // 0.2
 */
export const estimateTuning = (samples: Samples, init: EstimateTuningInit): number => {
  const { chromaCount = 12, ...rest } = init;
  if (!Number.isSafeInteger(chromaCount) || chromaCount < 1) {
    throw new AudioFlowError(
      'invalid-option',
      `estimateTuning: expected a chromaCount of at least 1, got ${chromaCount}`,
    );
  }
  const spectra = spectrogramOf(samples, { ...rest, power: 1 });
  return tuningOf(spectra, rest.fftSize ?? 2048, chromaCount);
};
