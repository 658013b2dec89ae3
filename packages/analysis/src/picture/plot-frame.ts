import { AudioFlowError } from '@audioflow/core';
import type { PictureSettings } from './picture-options.js';
import { type Box, createRaster, type Raster } from './raster.js';
import type { Rgb } from './rgba-image.js';
import { capitalsOf, drawText, measureText } from './stroke-font.js';
import type { Tick } from './tick.types.js';

const { max, round } = Math;

/** Plots smaller than this show nothing. */
const LEAST = 8;

const themes = {
  light: { paper: [255, 255, 255], ink: [32, 32, 32], faint: [150, 150, 150] },
  dark: { paper: [16, 16, 20], ink: [222, 222, 222], faint: [110, 110, 110] },
} as const satisfies Record<string, Record<string, Rgb>>;

/** A picture with room for axes around a plot. */
export interface PlotFrame {
  readonly raster: Raster;
  readonly plot: Box;
  /** Where the bar of colours stands, if there is one. */
  readonly bar: Box;
  readonly faint: Rgb;
  readonly textSize: number;
  /** Draws ticks and texts to the left of a box, from its bottom up. */
  left(box: Box, ticks: readonly Tick[]): void;
  /** To the right of a box, from its bottom up. */
  right(box: Box, ticks: readonly Tick[]): void;
  /** Below a box, from its left. */
  below(box: Box, ticks: readonly Tick[]): void;
  /** A line around a box. */
  outline(box: Box): void;
}

/** The longest texts that an axis may have. */
export interface FrameTexts {
  readonly left: readonly string[];
  /** None: there is no bar of colours. */
  readonly right: readonly string[];
}

const widest = (texts: readonly string[], size: number): number =>
  texts.reduce((most, text) => max(most, measureText(text, size)), 0);

/** Shares the area of a picture; one that is too small for its texts is an `invalid-option` of `owner`. */
export const createPlotFrame = (
  owner: string,
  settings: PictureSettings,
  texts: FrameTexts,
): PlotFrame => {
  const { width, height, labels, title, theme, textSize } = settings;
  const { paper, ink, faint } = themes[theme];
  const em = (count: number): number => (labels ? round(count * textSize) : 0);
  const tall = capitalsOf(textSize);
  const tick = em(0.4);
  const hasBar = labels && texts.right.length > 0;
  const heading = title === '' ? 0 : tall + round(0.7 * textSize);
  const left = labels ? widest(texts.left, textSize) + tick + em(1) : 0;
  const right = hasBar ? widest(texts.right, textSize) + tick + em(2.8) : em(1.6);
  const top = heading + (title === '' || labels ? em(0.7) : round(0.7 * textSize));
  const bottom = labels ? tall + tick + em(1) : 0;
  const plot = { x: left, y: top, width: width - left - right, height: height - top - bottom };
  if (plot.width < LEAST || plot.height < LEAST) {
    throw new AudioFlowError(
      'invalid-option',
      `${owner}: expected at least ${left + right + LEAST} x ${top + bottom + LEAST} pixels for texts of this size, ` +
        `got ${width} x ${height}: set labels: false, a smaller textSize or a larger picture`,
    );
  }
  const raster = createRaster(width, height, paper);
  const write = (text: string, x: number, y: number): void =>
    drawText(raster, { text, x: max(0, x), y, size: textSize, color: ink });
  if (title !== '') {
    const place = plot.x + (plot.width - measureText(title, textSize)) / 2;
    write(title, round(place), round(0.6 * textSize));
  }
  const line = max(1, round(textSize / 16));
  const rowOf = (box: Box, { place }: Tick): number =>
    box.y + round((1 - place) * box.height - line / 2);
  return {
    raster,
    plot,
    bar: {
      x: plot.x + plot.width + em(0.8),
      y: plot.y,
      width: hasBar ? em(1) : 0,
      height: plot.height,
    },
    faint,
    textSize,
    left: (box, ticks): void => {
      if (!labels) return;
      for (const one of ticks) {
        const y = rowOf(box, one);
        raster.fill({ x: box.x - tick - line, y, width: tick, height: line }, ink);
        const x = box.x - tick - line - round(textSize / 3) - measureText(one.text, textSize);
        write(one.text, x, y - round((tall - line) / 2));
      }
    },
    right: (box, ticks): void => {
      if (!labels) return;
      for (const one of ticks) {
        const y = rowOf(box, one);
        const x = box.x + box.width + line;
        raster.fill({ x, y, width: tick, height: line }, ink);
        write(one.text, x + tick + round(textSize / 3), y - round((tall - line) / 2));
      }
    },
    below: (box, ticks): void => {
      if (!labels) return;
      for (const { place, text } of ticks) {
        const x = box.x + round(place * box.width - line / 2);
        const y = box.y + box.height + line;
        raster.fill({ x, y, width: line, height: tick }, ink);
        const wide = measureText(text, textSize);
        const within = Math.min(x - round((wide - line) / 2), width - wide - 1);
        write(text, within, y + tick + round(textSize / 3));
      }
    },
    outline: (box): void => {
      if (!labels) return;
      const far = box.width + 2 * line;
      const sides = [
        { x: box.x - line, y: box.y - line, width: far, height: line },
        { x: box.x - line, y: box.y + box.height, width: far, height: line },
        { x: box.x - line, y: box.y, width: line, height: box.height },
        { x: box.x + box.width, y: box.y, width: line, height: box.height },
      ];
      for (const side of sides) raster.fill(side, ink);
    },
  };
};
