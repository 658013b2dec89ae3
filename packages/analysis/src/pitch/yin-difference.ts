import { createRealFft } from '@audioflow/core/dsp';
import { parabolaTop } from '../maths/parabola-top.js';
import type { PitchSettings } from './pitch-options.js';

const { ceil, log2 } = Math;

/** How unlike a frame is to itself, a period later. */
export interface YinDifference {
  /** For each period from the shortest on: about 0 where the frame repeats itself, 1 on the average. */
  readonly values: Float64Array;
  /** Where the lowest point near each value lies, in samples from it. */
  readonly shifts: Float64Array;
  /** Measures the frame that begins at `offset`. */
  measure(samples: Float64Array, offset: number): void;
  /** Whether value `i` is lower than its neighbours. */
  isTrough(i: number): boolean;
}

const TINY = 2.2250738585072014e-308;

/**
 * Makes the cumulative mean normalised difference function of A. de Cheveigné and H. Kawahara, "YIN, a fundamental frequency estimator for
 * speech and music", 2002, equations 6 and 8, of the whole frame: the autocorrelation goes by a Fourier transform.
 */
export const createYinDifference = (settings: PitchSettings): YinDifference => {
  const { minPeriod, maxPeriod, framing } = settings;
  const { frameLength } = framing;
  const fft = createRealFft(2 ** ceil(log2(frameLength + maxPeriod + 1)));
  const frame = new Float64Array(fft.size);
  const re = new Float64Array(fft.bins);
  const im = new Float64Array(fft.bins);
  const correlation = new Float64Array(fft.size);
  const count = maxPeriod - minPeriod + 1;
  const values = new Float64Array(count);
  const shifts = new Float64Array(count);

  const interpolate = (): void => {
    for (let i = 1; i < count - 1; i++) {
      shifts[i] = parabolaTop(values[i - 1] ?? 0, values[i] ?? 0, values[i + 1] ?? 0);
    }
  };
  return {
    values,
    shifts,
    measure: (samples, offset): void => {
      frame.set(samples.subarray(offset, offset + frameLength));
      fft.forward(frame, re, im);
      for (let k = 0; k < fft.bins; k++) {
        re[k] = (re[k] ?? 0) ** 2 + (im[k] ?? 0) ** 2;
        im[k] = 0;
      }
      fft.inverse(re, im, correlation);
      const whole = correlation[0] ?? 0;
      let head = 0;
      let sum = 0;
      for (let period = 1; period <= maxPeriod; period++) {
        head += (frame[period - 1] ?? 0) ** 2;
        const difference = 2 * (whole - (correlation[period] ?? 0)) - head;
        sum += difference;
        if (period >= minPeriod) values[period - minPeriod] = difference / (sum / period + TINY);
      }
      interpolate();
    },
    isTrough: (i): boolean => {
      const value = values[i] ?? 0;
      if (i === 0) return value < (values[1] ?? 0);
      return value < (values[i - 1] ?? 0) && value <= (values[i + 1] ?? value);
    },
  };
};
