import type { FrameKernel } from '../stage/feature.types.js';
import type { PitchSettings } from './pitch-options.js';
import { createCandidates } from './pyin-candidates.js';
import { createPyinDecoder, type PyinDecoder } from './pyin-decoder.js';

const { floor, log2, max, min, round } = Math;

/** Steps of a semitone. */
const STEPS = 10;
const PER_OCTAVE = 12 * STEPS;
/** Octaves that a pitch may move in a second. */
const OCTAVES_PER_SECOND = 35.92;

/** Probabilistic YIN in two halves: what is seen in each frame, and the way through the frames. */
export interface Pyin {
  /** Its rows are the probability of each bin of 10 cents, that of each unvoiced state, and that there is a pitch. */
  readonly kernel: FrameKernel;
  readonly decoder: PyinDecoder;
  /** Where the probability of a pitch stands in a row. */
  readonly voicedAt: number;
  /** The pitch of a state in Hz, NaN for unvoiced ones. */
  frequencyOf(state: number): number;
}

/** Makes it for one stretch of audio; `lag` as the decoder takes it. */
export const createPyin = (settings: PitchSettings, lag?: number): Pyin => {
  const { framing, sampleRate, minFrequency, maxFrequency } = settings;
  const bins = floor(PER_OCTAVE * log2(maxFrequency / minFrequency)) + 1;
  const candidates = createCandidates(settings);
  const seconds = framing.hopLength / sampleRate;
  const width = round(OCTAVES_PER_SECOND * 12 * seconds) * STEPS + 1;
  return {
    voicedAt: bins + 1,
    kernel: {
      framing,
      size: bins + 2,
      process: (samples, offset, row): void => {
        row.fill(0);
        candidates(samples, offset, (hz, probability) => {
          const bin = max(0, round(PER_OCTAVE * log2(hz / minFrequency)));
          if (bin < bins) row[bin] = probability;
        });
        let sum = 0;
        for (let bin = 0; bin < bins; bin++) sum += row[bin] ?? 0;
        const voiced = min(1, sum);
        row[bins] = (1 - voiced) / bins;
        row[bins + 1] = voiced;
      },
    },
    decoder: createPyinDecoder({ bins, width, lag }),
    frequencyOf: (state) => (state < bins ? minFrequency * 2 ** (state / PER_OCTAVE) : Number.NaN),
  };
};
