/** A filter that makes noise pink out of white: sample in, sample out. */
export type PinkFilter = (sample: number) => number;

/** Poles per decade of frequency: the slope of -10 dB per decade ripples by less than 0.1 dB. */
const POLES_PER_DECADE = 2.5;
const LOWEST_HZ = 5;
/**
 * In discrete time the slope flattens near the Nyquist frequency, by (w / 2) / sin(w / 2) in power:
 * 2 dB at the end. This pole and zero take that back to within 0.1 dB.
 */
const NYQUIST_POLE = -0.3;
const NYQUIST_ZERO = -0.3989;

/**
 * Real poles and zeros in turn, evenly spaced in log frequency: J. O. Smith, "Spectral Audio Signal
 * Processing", section on spectral tilt filters. Each pair is mapped by z = exp(-2 pi f / rate).
 */
const polesAndZeros = (sampleRate: number) => {
  const ratio = 10 ** (1 / POLES_PER_DECADE);
  const poles: number[] = [NYQUIST_POLE];
  const zeros: number[] = [NYQUIST_ZERO];
  for (let hz = LOWEST_HZ; hz < sampleRate / 2; hz *= ratio) {
    poles.push(Math.exp((-2 * Math.PI * hz) / sampleRate));
    zeros.push(Math.exp((-2 * Math.PI * hz * Math.sqrt(ratio)) / sampleRate));
  }
  return { poles, zeros };
};

const cascade = (sampleRate: number, gain: number): PinkFilter => {
  const { poles, zeros } = polesAndZeros(sampleRate);
  const inputs = new Float64Array(poles.length);
  const outputs = new Float64Array(poles.length);
  return (sample) => {
    let value = sample * gain;
    for (let k = 0; k < poles.length; k++) {
      const out = value - (zeros[k] ?? 0) * (inputs[k] ?? 0) + (poles[k] ?? 0) * (outputs[k] ?? 0);
      inputs[k] = value;
      outputs[k] = out;
      value = out;
    }
    return value;
  };
};

/** The factor by which the filter makes white noise stronger: the root of its response's energy. */
export const pinkNoiseGain = (sampleRate: number): number => {
  const filter = cascade(sampleRate, 1);
  const length = Math.ceil(sampleRate / LOWEST_HZ) * 3;
  let energy = 0;
  for (let i = 0; i < length; i++) energy += filter(i === 0 ? 1 : 0) ** 2;
  return Math.sqrt(energy);
};

/** Makes a pink filter: -3.01 dB per octave from 10 Hz up within 0.3 dB for an input times `gain`. */
export const createPinkFilter = (sampleRate: number, gain: number): PinkFilter =>
  cascade(sampleRate, gain);
