/** The K-weighting filter of one channel: samples in, energy out. */
export interface KWeighting {
  /** Takes the samples from `from` to before `to`; not finite ones count as 0. */
  push(samples: Float32Array, from: number, to: number): void;
  /** The sum of the squares of what was filtered since the last call. */
  takeEnergy(): number;
}

/** Below this the state of a filter is taken for silence: slow denormal numbers never arise. */
const SILENT = 1e-30;

/**
 * Coefficients for any rate. ITU-R BS.1770-4, Annex 1, tables 1 and 2, gives them for 48 kHz; these are the analogue
 * prototypes behind them (a shelf of +4 dB at 1682 Hz, a high pass at 38 Hz) under the bilinear
 * transform, which at 48 kHz gives the tables' values.
 */
const coefficients = (sampleRate: number) => {
  const shelf = Math.tan((Math.PI * 1681.974450955533) / sampleRate);
  const q = 0.7071752369554196;
  const high = 10 ** (3.999843853973347 / 20);
  const band = high ** 0.4996667741545416;
  const a0 = 1 + shelf / q + shelf * shelf;
  const pass = Math.tan((Math.PI * 38.13547087602444) / sampleRate);
  const passQ = 0.5003270373238773;
  const c0 = 1 + pass / passQ + pass * pass;
  return {
    b0: (high + (band * shelf) / q + shelf * shelf) / a0,
    b1: (2 * (shelf * shelf - high)) / a0,
    b2: (high - (band * shelf) / q + shelf * shelf) / a0,
    a1: (2 * (shelf * shelf - 1)) / a0,
    a2: (1 - shelf / q + shelf * shelf) / a0,
    c1: (2 * (pass * pass - 1)) / c0,
    c2: (1 - pass / passQ + pass * pass) / c0,
  };
};

/** Makes the filter: shelf, then high pass (ITU-R BS.1770-4, Annex 1), in double precision. */
export const createKWeighting = (sampleRate: number): KWeighting => {
  const { b0, b1, b2, a1, a2, c1, c2 } = coefficients(sampleRate);
  let energy = 0;
  let state1 = 0;
  let state2 = 0;
  let state3 = 0;
  let state4 = 0;
  return {
    push: (samples, from, to): void => {
      let s1 = state1;
      let s2 = state2;
      let t1 = state3;
      let t2 = state4;
      let sum = energy;
      for (let i = from; i < to; i++) {
        const sample = samples[i] ?? 0;
        const x = sample - sample === 0 ? sample : 0;
        const y = b0 * x + s1;
        s1 = b1 * x - a1 * y + s2;
        s2 = b2 * x - a2 * y;
        const z = y + t1;
        t1 = t2 - 2 * y - c1 * z;
        t2 = y - c2 * z;
        sum += z * z;
      }
      energy = sum;
      state1 = s1;
      state2 = s2;
      state3 = t1;
      state4 = t2;
    },
    takeEnergy: (): number => {
      const taken = energy;
      energy = 0;
      if (
        Math.abs(state1) < SILENT &&
        Math.abs(state2) < SILENT &&
        Math.abs(state3) < SILENT &&
        Math.abs(state4) < SILENT
      ) {
        state1 = 0;
        state2 = 0;
        state3 = 0;
        state4 = 0;
      }
      return taken;
    },
  };
};
