import type { TuneMix } from './voice.js';

const FEEDBACK = 0.42;
const LEVEL = 0.38;
/** Each repetition is darker than the one before. */
const DAMPING_HZ = 3200;

/** An echo that goes from side to side: adds the repetitions of `send` to the mix. */
export type Echo = (mix: TuneMix) => void;

/** Makes an echo of `delay` samples. */
export const createEcho = (delay: number, sampleRate: number): Echo => {
  const left = new Float64Array(delay);
  const right = new Float64Array(delay);
  const smoothing = 1 - Math.exp((-2 * Math.PI * DAMPING_HZ) / sampleRate);
  let place = 0;
  let dark = { left: 0, right: 0 };
  return (mix) => {
    let at = place;
    let { left: darkLeft, right: darkRight } = dark;
    for (let i = 0; i < mix.length; i++) {
      const fromLeft = left[at] ?? 0;
      const fromRight = right[at] ?? 0;
      darkLeft += smoothing * (fromLeft - darkLeft);
      darkRight += smoothing * (fromRight - darkRight);
      left[at] = (mix.send[i] ?? 0) + FEEDBACK * darkRight;
      right[at] = FEEDBACK * darkLeft + 0.3 * fromLeft;
      mix.left[i] = (mix.left[i] ?? 0) + LEVEL * darkLeft;
      mix.right[i] = (mix.right[i] ?? 0) + LEVEL * darkRight;
      at = at + 1 === delay ? 0 : at + 1;
    }
    place = at;
    dark = { left: darkLeft, right: darkRight };
  };
};
