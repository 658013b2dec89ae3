import { niceStep } from './nice-step.js';
import { measureText } from './stroke-font.js';
import type { AxisSize, Tick } from './tick.types.js';

const { floor, max } = Math;

/** Steps above half a minute, in seconds. */
const STEPS = [60, 120, 300, 600, 1200, 1800, 3600, 7200, 14_400, 28_800, 43_200, 86_400];

const stepFrom = (least: number): number => {
  if (least <= 20) return least <= 10 ? niceStep(least) : 20;
  if (least <= 30) return 30;
  return STEPS.find((step) => step >= least) ?? 86_400 * niceStep(least / 86_400);
};

const pad = (value: number): string => `${value}`.padStart(2, '0');
/** At most so many decimals as a step has. */
const decimals = (value: number, step: number): string =>
  value.toFixed(max(0, -floor(Math.log10(step) + 1e-9)));

/** A time on an axis: `0.25 ms`, `1.5 s`, `2:30`, `1:02:30`. */
const writeTime = (seconds: number, step: number, duration: number): string => {
  if (duration < 0.1) return `${decimals(1000 * seconds, 1000 * step)} ms`;
  if (duration < 60) return `${decimals(seconds, step)} s`;
  const whole = floor(seconds + 1e-6);
  const rest = step < 1 ? decimals(seconds - whole, step).slice(1) : '';
  const clock = `${pad(whole % 60)}${rest}`;
  const minutes = floor(whole / 60);
  return duration < 3600
    ? `${minutes}:${clock}`
    : `${floor(minutes / 60)}:${pad(minutes % 60)}:${clock}`;
};

/** Ticks of time, as close as their texts allow. */
export const timeTicks = (duration: number, { pixels, textSize }: AxisSize): Tick[] => {
  if (!(duration > 0) || pixels < 1) return [];
  let step = stepFrom(duration / pixels);
  for (;;) {
    const widest = measureText(writeTime(duration - (duration % step), step, duration), textSize);
    if ((step / duration) * pixels >= widest + 1.5 * textSize) break;
    step = stepFrom(step * 1.01);
  }
  const ticks: Tick[] = [];
  for (let i = 0; i * step <= duration * (1 + 1e-9); i++) {
    ticks.push({ place: (i * step) / duration, text: writeTime(i * step, step, duration) });
  }
  return ticks;
};
