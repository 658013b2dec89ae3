/** Where the pitches of a file lie. */
export interface PitchRange {
  /** The part of the time that has a pitch, 0 to 1. */
  readonly voiced: number;
  /** In Hz: a twentieth of the pitches lies below, half of them, and all but a twentieth. */
  readonly low: number;
  readonly median: number;
  readonly high: number;
}

/** Steps of the counts: 10 cents, as pYIN has them, from 10 Hz on. */
const PER_OCTAVE = 120;
const LOWEST = 10;

/** Counts pitches, in memory that does not grow. */
export const createPitchRange = () => {
  const counts = new Float64Array(12 * PER_OCTAVE);
  let frames = 0;
  let voiced = 0;
  const quantile = (part: number): number => {
    let below = 0;
    const place = counts.findIndex((count) => {
      below += count;
      return below > part * voiced;
    });
    return LOWEST * 2 ** (place / PER_OCTAVE);
  };
  return {
    /** Takes the pitch of a frame; NaN where there is none. */
    take: (hz: number): void => {
      frames += 1;
      if (!(hz > 0)) return;
      voiced += 1;
      const place = Math.round(PER_OCTAVE * Math.log2(hz / LOWEST));
      counts[place] = (counts[place] ?? 0) + 1;
    },
    /** The range, if there was a pitch. */
    range: (): PitchRange | undefined =>
      voiced === 0
        ? undefined
        : {
            voiced: voiced / frames,
            low: quantile(0.05),
            median: quantile(0.5),
            high: quantile(0.95),
          },
  };
};
