import type { SpectrumFrame } from '../src/wire/frame-bytes.js';

/** What has come and been drawn since the page was opened. */
export interface Figures {
  readonly seq: number;
  readonly frames: number;
  readonly bytes: number;
  /** Versions that were left out between frames. */
  readonly missed: number;
  readonly draws: number;
}

/** Counts frames and draws. */
export const countFigures = () => {
  const figures = { seq: 0, frames: 0, bytes: 0, missed: 0, draws: 0 };
  let isFirst = true;
  return {
    now: (): Figures => ({ ...figures }),
    frame: ({ seq }: SpectrumFrame, bytes: number): void => {
      if (!isFirst) figures.missed += Math.max(0, seq - figures.seq - 1);
      isFirst = false;
      figures.seq = seq;
      figures.frames += 1;
      figures.bytes += bytes;
    },
    drew: (): void => {
      figures.draws += 1;
    },
    /** What comes next does not continue what came before. */
    pause: (): void => {
      isFirst = true;
    },
  };
};
