/** Energies of blocks, and what the two gates make of them. */
export interface LoudnessHistogram {
  /** Takes the weighted energy of a block; one below the absolute gate is left out. */
  add(energy: number): void;
  /** The mean energy of all blocks above both gates, 0 if there are none. */
  gatedMean(): number;
  /** Where the relative gate stands: an energy. */
  gate(): number;
  /** Energies that a part of the blocks above both gates is below: `parts` from 0 to 1, ascending. */
  percentiles(parts: readonly number[]): number[];
}

/** The loudness of an energy, in LUFS: ITU-R BS.1770-4, Annex 1, equation 2. */
export const toLufs = (energy: number): number =>
  energy > 0 ? -0.691 + 10 * Math.log10(energy) : Number.NEGATIVE_INFINITY;

const ABSOLUTE_GATE = -70;
const PER_LU = 100;
const BINS = 130 * PER_LU;

const binOf = (energy: number): number =>
  Math.min(BINS - 1, Math.max(0, Math.floor((toLufs(energy) - ABSOLUTE_GATE) * PER_LU)));

/**
 * Makes a histogram of 0.01 LU that keeps the exact sum of each bin: memory is the same after a minute and
 * after a month, sums are exact, and only blocks within 0.01 LU of the relative gate may be judged together.
 *
 * @param below How far the relative gate is below the mean of all blocks above the absolute one, in LU.
 */
export const createLoudnessHistogram = (below: number): LoudnessHistogram => {
  const sums = new Float64Array(BINS);
  const counts = new Float64Array(BINS);
  const fraction = 10 ** (-below / 10);
  let sum = 0;
  let count = 0;
  let highest = 0;

  const gate = (): number => (count === 0 ? 0 : (sum / count) * fraction);
  /** The lowest bin whose mean is above the gate. */
  const lowest = (): number => {
    const threshold = gate();
    const bin = binOf(threshold);
    return (sums[bin] ?? 0) > threshold * (counts[bin] ?? 0) ? bin : bin + 1;
  };
  return {
    add: (energy): void => {
      if (!(toLufs(energy) > ABSOLUTE_GATE)) return;
      const bin = binOf(energy);
      sums[bin] = (sums[bin] ?? 0) + energy;
      counts[bin] = (counts[bin] ?? 0) + 1;
      sum += energy;
      count += 1;
      highest = Math.max(highest, bin);
    },
    gate,
    gatedMean: (): number => {
      let above = 0;
      let blocks = 0;
      for (let bin = lowest(); bin <= highest; bin++) {
        above += sums[bin] ?? 0;
        blocks += counts[bin] ?? 0;
      }
      return blocks > 0 ? above / blocks : 0;
    },
    percentiles: (parts): number[] => {
      const from = lowest();
      let blocks = 0;
      for (let bin = from; bin <= highest; bin++) blocks += counts[bin] ?? 0;
      if (blocks === 0) return parts.map(() => 0);
      const found: number[] = [];
      let seen = 0;
      for (let bin = from; bin <= highest && found.length < parts.length; bin++) {
        seen += counts[bin] ?? 0;
        while (seen > Math.round((blocks - 1) * (parts[found.length] ?? 2))) {
          found.push((sums[bin] ?? 0) / (counts[bin] ?? 1));
          if (found.length === parts.length) break;
        }
      }
      return found;
    },
  };
};
