import { createRealFft, createWindow } from '@audioflow/core/dsp';

const { abs, max, floor, ceil, log2 } = Math;

const TINY = 2.2250738585072014e-308;

/** The envelope with straight ramps to 0 at both ends. */
const withRamps = (envelope: ArrayLike<number>, pad: number): Float64Array => {
  const padded = new Float64Array(envelope.length + 2 * pad);
  for (let i = 0; i < envelope.length; i++) padded[pad + i] = envelope[i] ?? 0;
  const first = envelope[0] ?? 0;
  const last = envelope[envelope.length - 1] ?? 0;
  for (let i = 0; i < pad; i++) {
    padded[i] = (first * i) / pad;
    padded[padded.length - 1 - i] = (last * i) / pad;
  }
  return padded;
};

/**
 * Takes the autocorrelation of `size` frames around each frame of an envelope: the columns of librosa's `tempogram`, one at a time, since all
 * of an hour's would be 400 MB. `take` gets the lags from 0 on, 1 at the largest; they are overwritten by the next.
 */
export const forEachLags = (
  envelope: ArrayLike<number>,
  size: number,
  take: (lags: Float64Array, frame: number) => void,
): void => {
  const padded = withRamps(envelope, floor(size / 2));
  const window = createWindow('hann', size);
  const fft = createRealFft(2 ** ceil(log2(2 * size)));
  const frame = new Float64Array(fft.size);
  const re = new Float64Array(fft.bins);
  const im = new Float64Array(fft.bins);
  const correlation = new Float64Array(fft.size);
  const lags = correlation.subarray(0, size);
  for (let f = 0; f < envelope.length; f++) {
    for (let i = 0; i < size; i++) frame[i] = (padded[f + i] ?? 0) * (window[i] ?? 0);
    fft.forward(frame, re, im);
    for (let k = 0; k < fft.bins; k++) {
      re[k] = (re[k] ?? 0) ** 2 + (im[k] ?? 0) ** 2;
      im[k] = 0;
    }
    fft.inverse(re, im, correlation);
    let largest = 0;
    for (let l = 0; l < size; l++) largest = max(largest, abs(lags[l] ?? 0));
    const scale = largest > TINY ? 1 / largest : 1;
    for (let l = 0; l < size; l++) lags[l] = (lags[l] ?? 0) * scale;
    take(lags, f);
  }
};
