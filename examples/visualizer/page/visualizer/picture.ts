import type { ExtractedFrame } from '@audioflow/analysis/extractor';
import { BARS, WAVE } from './feature-choice.js';

/** What a renderer draws, worked out from the frames: the same for WebGL and Canvas. */
export interface Picture {
  /** 0 to 1; they rise at once and fall slowly. */
  readonly bars: Float32Array;
  /** What stays above a bar for a moment. */
  readonly caps: Float32Array;
  /** `WINDOW` samples that begin where the wave rises through 0, so that it stands still; -1 to 1. */
  readonly wave: Float32Array;
  level: number;
  bass: number;
  /** Seconds, for slow motion; stands still when calm. */
  time: number;
}

/** Samples of the waveform that are shown. */
export const WINDOW = 768;

/** Of the height in a second. */
const FALL = { lively: 2.2, calm: 0.5 } as const;
const CAP_FALL = 0.35;

/** Where the wave rises through 0 most steeply, among the places that leave room for the window. */
const findTrigger = (wave: Float32Array): number => {
  let best = 0;
  let steepest = 0;
  for (let i = 1; i < WAVE - WINDOW; i++) {
    const before = wave[i - 1] ?? 0;
    const rise = (wave[i] ?? 0) - before;
    if (before < 0 && (wave[i] ?? 0) >= 0 && rise > steepest) {
      steepest = rise;
      best = i;
    }
  }
  return best;
};

/** Follows frames. */
export const createPicture = () => {
  const picture: Picture = {
    bars: new Float32Array(BARS),
    caps: new Float32Array(BARS),
    wave: new Float32Array(WINDOW),
    level: 0,
    bass: 0,
    time: 0,
  };
  let gain = 1;
  return {
    picture,
    /** Shows a frame, `seconds` after the last one. */
    update: ({ values }: ExtractedFrame, seconds: number, calm: boolean): void => {
      const { bars, waveform, peak } = values;
      const fall = (calm ? FALL.calm : FALL.lively) * seconds;
      // Slowly up as well: nothing flashes.
      const rise = calm ? Math.min(1, 3 * seconds) : 1;
      const ease = (now: number, to: number): number =>
        to > now ? now + (to - now) * rise : Math.max(to, now - fall);
      for (let i = 0; i < BARS; i++) {
        const shown = ease(picture.bars[i] ?? 0, bars?.[i] ?? 0);
        picture.bars[i] = shown;
        picture.caps[i] = calm ? 0 : Math.max(shown, (picture.caps[i] ?? 0) - CAP_FALL * seconds);
      }
      picture.level = ease(picture.level, Math.min(1, bars?.[BARS] ?? 0));
      picture.bass = ease(picture.bass, Math.min(1, bars?.[BARS + 1] ?? 0));
      if (!calm) picture.time += seconds;
      gain += (1 / Math.max(0.2, peak?.[0] ?? 0) - gain) * Math.min(1, 4 * seconds);
      const from = waveform === undefined ? 0 : findTrigger(waveform);
      for (let i = 0; i < WINDOW; i++) {
        picture.wave[i] = Math.max(-1, Math.min(1, (waveform?.[from + i] ?? 0) * gain));
      }
    },
    clear: (): void => {
      picture.bars.fill(0);
      picture.caps.fill(0);
      picture.wave.fill(0);
      picture.level = 0;
      picture.bass = 0;
    },
  };
};
