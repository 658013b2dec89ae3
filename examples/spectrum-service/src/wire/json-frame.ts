import type { SpectrumFrame } from './frame-bytes.js';

const SCALE = 1000;

/** Thousandths, cut down to whole numbers, as older clients know them: bars and bass to 1500, the level to 1000. */
export interface LegacyFrame {
  readonly frequencies: readonly number[];
  readonly bass: number;
  readonly level: number;
  readonly scale: number;
}

const thousandths = (value: number): number => Math.trunc(SCALE * value);

/** A frame as the values of the JSON wire. */
export const legacyFrame = ({ bars, bass, level }: SpectrumFrame): LegacyFrame => ({
  frequencies: Array.from(bars, thousandths),
  bass: thousandths(bass),
  level: thousandths(level),
  scale: SCALE,
});
