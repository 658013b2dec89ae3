import { niceStep } from './nice-step.js';
import type { AxisSize, Tick } from './tick.types.js';

const { ceil, max } = Math;

/** Ticks at round values between two ends, two lines of text apart or more. */
export const evenTicks = (
  [low, high]: readonly [low: number, high: number],
  { pixels, textSize }: AxisSize,
  write: (value: number) => string,
): Tick[] => {
  const span = high - low;
  if (!(span > 0)) return [];
  const step = niceStep((span * 2 * textSize) / max(pixels, 1));
  const ticks: Tick[] = [];
  for (let i = ceil(low / step - 1e-9); i * step <= high + 1e-9 * span; i++) {
    ticks.push({ place: (i * step - low) / span, text: write(i * step) });
  }
  return ticks;
};
