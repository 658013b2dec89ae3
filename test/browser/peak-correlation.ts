import FFT from 'fft.js';

/** Where a recording fits best into a reference. */
export interface CorrelationPeak {
  /** Normalised: 1 for the same up to gain. */
  readonly value: number;
  /** Sample of the reference at which the recording begins. */
  readonly lag: number;
}

const transformed = (fft: FFT, samples: Float32Array): number[] => {
  const padded = new Array<number>(fft.size).fill(0);
  for (let at = 0; at < samples.length; at += 1) padded[at] = samples[at] ?? 0;
  const spectrum = fft.createComplexArray();
  fft.realTransform(spectrum, padded);
  fft.completeSpectrum(spectrum);
  return spectrum;
};

/** Energies of all windows of `length` samples. */
const windowEnergies = (samples: Float32Array, length: number): Float64Array => {
  const energies = new Float64Array(samples.length - length + 1);
  let energy = 0;
  for (let at = 0; at < samples.length; at += 1) {
    energy += (samples[at] ?? 0) ** 2;
    if (at >= length) energy -= (samples[at - length] ?? 0) ** 2;
    if (at >= length - 1) energies[at - length + 1] = energy;
  }
  return energies;
};

/** The largest normalised cross-correlation of a recording with any place of a longer reference. */
export const peakCorrelation = (
  recording: Float32Array,
  reference: Float32Array,
): CorrelationPeak => {
  const fft = new FFT(2 ** Math.ceil(Math.log2(recording.length + reference.length)));
  const a = transformed(fft, recording);
  const product = transformed(fft, reference);
  for (let at = 0; at < product.length; at += 2) {
    const [re = 0, im = 0] = [a[at], a[at + 1]];
    const [x = 0, y = 0] = [product[at], product[at + 1]];
    product[at] = re * x + im * y;
    product[at + 1] = re * y - im * x;
  }
  const correlation = fft.createComplexArray();
  fft.inverseTransform(correlation, product);
  const own = recording.reduce((sum, x) => sum + x * x, 0);
  let best: CorrelationPeak = { value: 0, lag: 0 };
  windowEnergies(reference, recording.length).forEach((energy, lag) => {
    const value = Math.abs(correlation[2 * lag] ?? 0) / Math.sqrt(own * energy + 1e-12);
    if (value > best.value) best = { value, lag };
  });
  return best;
};
