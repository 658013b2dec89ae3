import { createRealFft } from '@audioflow/core/dsp';
import type { StftSettings } from './stft-options.js';

/** Adds spectra up to samples again. */
export interface IstftKernel {
  /** Takes the next frame; `emit` gets the samples that are done. */
  push(re: Float64Array, im: Float64Array, emit: (samples: Float64Array) => void): void;
  /** Puts out what is held: up to the middle of the last centred frame, or to its end. */
  flush(emit: (samples: Float64Array) => void, toEnd?: boolean): void;
}

/** Below this the windows that overlap say nothing about a sample. */
const TINY = 2.2250738585072014e-308;

/**
 * Makes the inverse by weighted overlap-add: D. W. Griffin and J. S. Lim, "Signal estimation from modified short-time
 * Fourier transform", 1984, equation 6. Samples that stand in for padding are left out.
 */
export const createIstftKernel = ({ framing, window }: StftSettings): IstftKernel => {
  const { frameLength, hopLength, center } = framing;
  const fft = createRealFft(frameLength);
  const pad = center ? Math.floor(frameLength / 2) : 0;
  const frame = new Float64Array(frameLength);
  const sum = new Float64Array(frameLength);
  const weight = new Float64Array(frameLength);
  const squares = window.map((w) => w * w);
  /** Samples still to leave out at the beginning. */
  let skip = pad;
  let started = false;

  const put = (count: number, emit: (samples: Float64Array) => void): void => {
    const from = Math.min(skip, count);
    skip -= from;
    const done = new Float64Array(count - from);
    for (let i = 0; i < done.length; i++) {
      const total = weight[from + i] ?? 0;
      done[i] = total > TINY ? (sum[from + i] ?? 0) / total : (sum[from + i] ?? 0);
    }
    if (done.length > 0) emit(done);
  };
  const advance = (): void => {
    sum.copyWithin(0, hopLength);
    weight.copyWithin(0, hopLength);
    const from = Math.max(0, frameLength - hopLength);
    sum.fill(0, from);
    weight.fill(0, from);
  };
  return {
    push: (re, im, emit): void => {
      if (started) {
        put(Math.min(hopLength, frameLength), emit);
        if (hopLength > frameLength) emit(new Float64Array(hopLength - frameLength));
        advance();
      }
      started = true;
      fft.inverse(re, im, frame);
      for (let i = 0; i < frameLength; i++) {
        sum[i] = (sum[i] ?? 0) + (frame[i] ?? 0) * (window[i] ?? 0);
        weight[i] = (weight[i] ?? 0) + (squares[i] ?? 0);
      }
    },
    flush: (emit, toEnd = false): void => {
      if (started) put(toEnd ? frameLength : frameLength - pad, emit);
    },
  };
};
