import { AudioFlowError } from '@audioflow/core';
import { createRealFft } from '@audioflow/core/dsp';
import type { Samples } from '../stage/mono.js';

/** A correlation of two signals. */
export interface Correlation {
  /** Value i belongs to the lag i - maxLag: how well the second signal, moved back by so many samples, goes with the first. */
  readonly values: Float64Array;
  readonly maxLag: number;
}

const load = (samples: Samples, into: Float64Array): number => {
  let energy = 0;
  for (let i = 0; i < samples.length; i++) {
    const x = samples[i] ?? 0;
    const value = x - x === 0 ? x : 0;
    into[i] = value;
    energy += value * value;
  }
  return energy;
};

/**
 * How well two signals go together at each lag: 1 where they are the same but for their loudness, -1 where one is upside down.
 *
 * Normalised by the energies of both. Goes by Fourier transforms: n log n. Samples that are not finite count as 0.
 *
 * @param maxLag The largest lag, in samples, both ways. Default: all.
 * @throws AudioFlowError `invalid-option` when `maxLag` is no count.
 *
 * @example
 * import { correlate } from '@audioflow/analysis';
 * const { values, maxLag } = correlate(Float32Array.of(0, 0, 1, 2), Float32Array.of(1, 2, 0, 0));
 * console.log(values.indexOf(Math.max(...values)) - maxLag, values[maxLag - 2].toFixed(3)); // -2 1.000
 */
export const correlate = (first: Samples, second: Samples, maxLag?: number): Correlation => {
  const most = maxLag ?? Math.max(0, Math.max(first.length, second.length) - 1);
  if (!Number.isSafeInteger(most) || most < 0) {
    throw new AudioFlowError('invalid-option', `correlate: expected a lag in samples, got ${most}`);
  }
  const size = 2 ** Math.ceil(Math.log2(Math.max(2, first.length + second.length)));
  const fft = createRealFft(size);
  const a = new Float64Array(size);
  const b = new Float64Array(size);
  const scale = Math.sqrt(load(first, a) * load(second, b));
  const values = new Float64Array(2 * most + 1);
  if (!(scale > 0)) return { values, maxLag: most };
  const ar = new Float64Array(fft.bins);
  const ai = new Float64Array(fft.bins);
  const br = new Float64Array(fft.bins);
  const bi = new Float64Array(fft.bins);
  fft.forward(a, ar, ai);
  fft.forward(b, br, bi);
  for (let k = 0; k < fft.bins; k++) {
    const re = (ar[k] ?? 0) * (br[k] ?? 0) + (ai[k] ?? 0) * (bi[k] ?? 0);
    const im = (ar[k] ?? 0) * (bi[k] ?? 0) - (ai[k] ?? 0) * (br[k] ?? 0);
    ar[k] = re;
    ai[k] = im;
  }
  fft.inverse(ar, ai, a);
  for (let lag = -most; lag <= most; lag++) {
    if (lag >= second.length || -lag >= first.length) continue;
    values[lag + most] = (a[(lag + size) % size] ?? 0) / scale;
  }
  return { values, maxLag: most };
};
