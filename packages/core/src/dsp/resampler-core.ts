import type { RateRatio } from './rate-ratio.js';
import { type FilterBank, filterBank, type SincQuality } from './resampler-filter.js';

/** A place on the input's time line: `index + phase / up` samples into a buffer. */
export interface Place {
  readonly index: number;
  readonly phase: number;
}

/** Which outputs to compute, and where the first of them lies on the input's time line. */
export interface CoreRun extends Place {
  readonly from: number;
  readonly count: number;
}

/** The arithmetic of a resampler, without any state: a weighted sum of the inputs around each output. */
export interface ResamplerCore {
  /** Inputs needed before and after the one at or before an output. */
  readonly left: number;
  readonly right: number;
  /** What stands after the end of a stream. */
  readonly tail: 'zeros' | 'last';
  compute(input: Float64Array, output: Float32Array, run: CoreRun): void;
}

const linearCore = (ratio: RateRatio): ResamplerCore => {
  const { up, down } = ratio;
  const [whole, part] = [Math.floor(down / up), down % up];
  return {
    left: 0,
    right: 1,
    tail: 'last',
    compute(input, output, run): void {
      let { index, phase } = run;
      for (let k = run.from; k < run.from + run.count; k++) {
        const here = input[index] ?? 0;
        output[k] = here + (((input[index + 1] ?? 0) - here) * phase) / up;
        index += whole;
        phase += part;
        if (phase >= up) {
          phase -= up;
          index++;
        }
      }
    },
  };
};

/** One row for each of the ratio's phases. Four sums, since each addition waits for the one before. */
const exactCore = (ratio: RateRatio, bank: FilterBank): ResamplerCore => {
  const { up, down } = ratio;
  const { taps, rows } = bank;
  const [whole, part] = [Math.floor(down / up), down % up];
  const left = taps / 2 - 1;
  return {
    left,
    right: taps / 2,
    tail: 'zeros',
    compute(input, output, run): void {
      let { index, phase } = run;
      for (let k = run.from; k < run.from + run.count; k++) {
        let a = 0;
        let b = 0;
        let c = 0;
        let d = 0;
        let row = phase * taps;
        let at = index - left;
        for (const end = row + taps; row < end; row += 4, at += 4) {
          a += (rows[row] ?? 0) * (input[at] ?? 0);
          b += (rows[row + 1] ?? 0) * (input[at + 1] ?? 0);
          c += (rows[row + 2] ?? 0) * (input[at + 2] ?? 0);
          d += (rows[row + 3] ?? 0) * (input[at + 3] ?? 0);
        }
        output[k] = a + b + (c + d);
        index += whole;
        phase += part;
        if (phase >= up) {
          phase -= up;
          index++;
        }
      }
    },
  };
};

/** Rows for a fixed number of phases: each output is interpolated between the two nearest. */
const interpolatedCore = (ratio: RateRatio, bank: FilterBank): ResamplerCore => {
  const { up, down } = ratio;
  const { taps, rows, phases } = bank;
  const [whole, part] = [Math.floor(down / up), down % up];
  const left = taps / 2 - 1;
  return {
    left,
    right: taps / 2,
    tail: 'zeros',
    compute(input, output, run): void {
      let { index, phase } = run;
      for (let k = run.from; k < run.from + run.count; k++) {
        let a = 0;
        let b = 0;
        let c = 0;
        let d = 0;
        const place = (phase * phases) / up;
        const lower = Math.floor(place);
        let row = lower * taps;
        let at = index - left;
        for (const end = row + taps; row < end; row += 2, at += 2) {
          const x = input[at] ?? 0;
          const y = input[at + 1] ?? 0;
          a += (rows[row] ?? 0) * x;
          b += (rows[row + 1] ?? 0) * y;
          c += (rows[row + taps] ?? 0) * x;
          d += (rows[row + taps + 1] ?? 0) * y;
        }
        output[k] = a + b + (place - lower) * (c + d - (a + b));
        index += whole;
        phase += part;
        if (phase >= up) {
          phase -= up;
          index++;
        }
      }
    },
  };
};

/** The arithmetic for a ratio and a quality. */
export const resamplerCore = (ratio: RateRatio, quality: SincQuality | 'linear'): ResamplerCore => {
  if (quality === 'linear') return linearCore(ratio);
  const bank = filterBank(ratio, quality);
  return bank.interpolated ? interpolatedCore(ratio, bank) : exactCore(ratio, bank);
};
