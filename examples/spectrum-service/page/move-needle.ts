const SWEEP_DEGREES = 45;
/** Seconds in which the needle follows by two thirds. */
const INERTIA = 0.12;

/** A needle that follows a level, 0 to 1. It is written to only where it moves by a tenth of a degree. */
export const moveNeedle = (element: HTMLElement): ((level: number, seconds: number) => void) => {
  let at = 0;
  let written = '';
  return (level, seconds) => {
    at += (level - at) * (1 - Math.exp(-seconds / INERTIA));
    const degrees = (SWEEP_DEGREES * (2 * at - 1)).toFixed(1);
    if (degrees === written) return;
    written = degrees;
    element.style.transform = `rotate(${degrees}deg)`;
  };
};
