import { evenTicks } from './even-ticks.js';
import type { FrequencyAxis, FrequencyScale } from './frequency-scale.js';
import type { AxisSize, Tick } from './tick.types.js';

const { abs } = Math;

/** `440 Hz`, `1 kHz`, `2.5 kHz`. */
const writeFrequency = (hz: number): string =>
  hz >= 1000 ? `${Number((hz / 1000).toFixed(3))} kHz` : `${Number(hz.toFixed(3))} Hz`;

/** Those that are kept before others. */
const FACTORS = [1, 2, 5, 3, 7];

const candidates = (low: number, high: number): number[] => {
  const found: number[] = low <= 0 ? [0] : [];
  for (const factor of FACTORS) {
    for (let power = 1; power < 1e7; power *= 10) {
      const hz = factor * power;
      if (hz >= low && hz <= high) found.push(hz);
    }
  }
  return found;
};

/** What a frequency axis goes by. */
export interface FrequencyRange {
  readonly axis: FrequencyAxis;
  /** In Hz. */
  readonly low: number;
  readonly high: number;
  readonly scale: FrequencyScale;
}

/** Ticks of a frequency axis, from the bottom. */
export const frequencyTicks = (
  { axis, low, high, scale }: FrequencyRange,
  size: AxisSize,
): Tick[] => {
  if (axis === 'linear') return evenTicks([low, high], size, writeFrequency);
  const room = (1.6 * size.textSize) / size.pixels;
  const taken: Tick[] = [];
  for (const hz of candidates(low, high)) {
    const place = scale.toPlace(hz);
    if (taken.every((tick) => abs(tick.place - place) >= room)) {
      taken.push({ place, text: writeFrequency(hz) });
    }
  }
  return taken.sort((a, b) => a.place - b.place);
};
