/** Distances that tell a rate: a tenth of a second at 60 Hz. */
export const ENOUGH = 6;
/** Of a round, so many may be short by chance. */
const CHANCE = 4;
/** A display is taken for a faster one only where it is faster by far. */
const FASTER = 0.75;

/** How fast a display shows pictures, as far as that is known. */
export interface DisplayPeriod {
  /** From one picture to the next, in ms; undefined until there is something to tell it from. */
  readonly milliseconds: number | undefined;
  /** The distance of two animation frames of which the first had nothing to draw. */
  idle(milliseconds: number): void;
  /**
   * The distances of frames with drawings between them: they are never shorter than those of the display, but may be longer. True when they tell of
   * another display.
   */
  busy(distances: readonly number[]): boolean;
}

/** The mean of those that are not far from the middle one: frames that were left out, and twins, do not count. */
const usual = (distances: readonly number[]): number => {
  const middle = [...distances].sort((a, b) => a - b)[distances.length >> 1] ?? 0;
  const near = distances.filter((one) => one > 0.5 * middle && one < 1.5 * middle);
  return near.reduce((sum, one) => sum + one, 0) / near.length;
};

/**
 * Tells the rate of a display from when animation frames come. A browser has no other way to tell, and a display of 30 Hz looks as a drawing does that takes
 * two turns of one of 60 Hz: only frames without a drawing tell the two apart.
 */
export const createDisplayPeriod = (): DisplayPeriod => {
  let milliseconds: number | undefined;
  let idle: number[] = [];
  return {
    get milliseconds() {
      return milliseconds;
    },
    idle: (distance): void => {
      idle.push(distance);
      if (idle.length < ENOUGH) return;
      milliseconds = usual(idle);
      idle = idle.slice(1);
    },
    busy: (distances): boolean => {
      idle = [];
      const short = [...distances].sort((a, b) => a - b)[CHANCE];
      if (milliseconds === undefined || short === undefined) return false;
      if (short >= FASTER * milliseconds) return false;
      milliseconds = short;
      return true;
    },
  };
};
