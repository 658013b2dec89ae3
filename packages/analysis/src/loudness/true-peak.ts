import { kaiserBeta, kaiserWindow } from '@audioflow/core/dsp';

/** Follows the peak of one channel between its samples. */
export interface TruePeak {
  /** Takes samples; not finite ones count as 0. */
  push(samples: Float32Array, from: number, to: number): void;
  /** Takes silence after the last sample, so that nothing of it is left unseen. */
  finish(): void;
  /** The largest magnitude so far, linear: between samples, and of samples alone. */
  readonly peak: number;
  readonly samplePeak: number;
}

/** Half the taps of each phase. */
const HALF = 8;
const TAPS = 2 * HALF;
/** Samples whose largest decides whether they are interpolated at all. At least the taps. */
const BLOCK = 32;
const BLOCKS = 32;

/** ITU-R BS.1770-4, Annex 2: at least 192 kHz after interpolation. */
const factorFor = (sampleRate: number): number => {
  if (sampleRate < 96_000) return 4;
  return sampleRate < 192_000 ? 2 : 1;
};

/** Taps for a place between two samples: a Kaiser-windowed sinc, 60 dB, gain 1 at 0 Hz. */
const createPhase = (offset: number): Float64Array => {
  const row = Float64Array.from({ length: TAPS }, (_, tap) => {
    const t = tap - HALF + 1 - offset;
    return (Math.sin(Math.PI * t) / (Math.PI * t)) * kaiserWindow(t / HALF, kaiserBeta(60));
  });
  const gain = row.reduce((sum, tap) => sum + tap, 0);
  return row.map((tap) => tap / gain);
};

/**
 * Makes the follower: interpolates by 4 (below 96 kHz) or 2 (below 192 kHz), as ITU-R BS.1770-4, Annex 2, has it.
 * Stretches that cannot exceed the peak so far, by the sum of the taps' magnitudes, are passed over.
 */
export const createTruePeak = (sampleRate: number): TruePeak => {
  const factor = factorFor(sampleRate);
  const middle = createPhase(1 / 2);
  /** The place at three quarters has the same taps the other way round. */
  const quarter = factor === 4 ? createPhase(1 / 4) : new Float64Array(TAPS);
  const bounds = [middle, quarter].map((row) => row.reduce((sum, x) => sum + Math.abs(x), 0));
  const bound = factor === 1 ? 1 : Math.max(1, ...bounds) * 1.000001;
  /** The last TAPS - 1 samples of before, then new ones. */
  const data = new Float64Array(TAPS - 1 + BLOCK * BLOCKS);
  let before = 0;
  let samplePeak = 0;
  let peak = 0;

  /** The largest magnitude between the samples of the windows that begin at `from` to before `to`. */
  const interpolate = (from: number, to: number): void => {
    for (let start = from; start < to; start++) {
      let half = 0;
      let first = 0;
      let third = 0;
      for (let tap = 0; tap < TAPS; tap++) {
        const x = data[start + tap] ?? 0;
        half += x * (middle[tap] ?? 0);
        first += x * (quarter[tap] ?? 0);
        third += x * (quarter[TAPS - 1 - tap] ?? 0);
      }
      if (half > peak) peak = half;
      if (-half > peak) peak = -half;
      if (first > peak) peak = first;
      if (-first > peak) peak = -first;
      if (third > peak) peak = third;
      if (-third > peak) peak = -third;
    }
  };
  const largestIn = (from: number, to: number): number => {
    let largest = 0;
    for (let i = from; i < to; i++) {
      const x = data[i] ?? 0;
      const magnitude = x < 0 ? -x : x;
      if (magnitude > largest) largest = magnitude;
    }
    return largest;
  };
  const look = (count: number): void => {
    for (let at = 0; at < count; at += BLOCK) {
      const end = Math.min(count, at + BLOCK);
      const largest = largestIn(at + TAPS - 1, end + TAPS - 1);
      if (largest > samplePeak) samplePeak = largest;
      if (largest > peak) peak = largest;
      // The taps reach back over samples that may belong to an earlier call.
      const reached = largest > before ? largest : before;
      if (factor > 1 && reached * bound > peak) {
        if (largestIn(at, end + TAPS - 1) * bound > peak) interpolate(at, end);
      }
      before = end - at < TAPS ? reached : largest;
    }
    data.copyWithin(0, count, count + TAPS - 1);
  };
  const push = (samples: Float32Array, from: number, to: number): void => {
    for (let at = from; at < to; at += BLOCK * BLOCKS) {
      const count = Math.min(BLOCK * BLOCKS, to - at);
      for (let i = 0; i < count; i++) {
        const sample = samples[at + i] ?? 0;
        data[TAPS - 1 + i] = sample - sample === 0 ? sample : 0;
      }
      look(count);
    }
  };
  return {
    push,
    finish: () => push(new Float32Array(TAPS), 0, TAPS),
    get peak() {
      return peak;
    },
    get samplePeak() {
      return samplePeak;
    },
  };
};
