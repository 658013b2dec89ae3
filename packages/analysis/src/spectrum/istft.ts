import { AudioFlowError, type AudioFrame, createFrame, transform } from '@audioflow/core';
import type { OperatorFunction } from 'rxjs';
import { createIstftKernel } from './istft-kernel.js';
import type { StftFrame } from './stft.js';
import { type StftOptions, stftSettings } from './stft-options.js';

/**
 * Samples of the frames of `stft`: mono, from the time of the first frame on. The options must be those of `stft`.
 *
 * Each frame gives the samples that are done; the rest comes on completion. Between the two, spectra may be changed at will.
 *
 * @throws AudioFlowError `invalid-option` at once; through the stream `format-changed` when the size of frames changes.
 *
 * @example
 * import { run, sine } from '@audioflow/core';
 * import { istft, stft } from '@audioflow/analysis';
 * let samples = 0;
 * const options = { fftSize: 512, hopLength: 128 };
 * await run(sine({ duration: 1, sampleRate: 16000 }).pipe(stft(options), istft(options)), {
 *   write: (frame) => { samples += frame.length; },
 * });
 * console.log(samples); // 16000
 */
export const istft = (options: StftOptions = {}): OperatorFunction<StftFrame, AudioFrame> => {
  const settings = stftSettings('istft', options);
  const { frameLength } = settings.framing;
  return transform<StftFrame, AudioFrame>(
    () => {
      const kernel = createIstftKernel(settings);
      let pts: number | undefined;
      let sampleRate = 0;
      const shape = (samples: Float64Array): AudioFrame => {
        const frame = createFrame([Float32Array.from(samples)], { sampleRate, pts: pts ?? 0 });
        pts = (pts ?? 0) + samples.length;
        return frame;
      };
      return {
        next: (frame, emit): void => {
          if (frame.fftSize !== frameLength) {
            throw new AudioFlowError(
              'format-changed',
              `istft: expected frames of ${frameLength} samples (fftSize), got ${frame.fftSize}`,
            );
          }
          pts ??= frame.pts;
          sampleRate = frame.sampleRate;
          kernel.push(frame.re, frame.im, (samples) => emit(shape(samples)));
        },
        flush: (emit) => kernel.flush((samples) => emit(shape(samples))),
      };
    },
    { name: 'istft' },
  );
};
