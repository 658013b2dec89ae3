import { cellsOfColumn } from './cells-of-column.js';
import { evenTicks } from './even-ticks.js';
import type { PlotFrame } from './plot-frame.js';
import type { Box } from './raster.js';
import type { Rgb, RgbaImage } from './rgba-image.js';
import { timeTicks } from './time-ticks.js';
import type { Envelope, WaveformCells } from './waveform-cells.js';

const { floor, max, min, round, sqrt } = Math;

const PEAKS: Rgb = [118, 169, 221];
const BODY: Rgb = [31, 99, 168];
const CLIPPED: Rgb = [214, 39, 40];

/** What has been heard, and how it is to be shown. */
export interface HeardWaveform {
  readonly channels: readonly WaveformCells[];
  readonly maxLevel: number | 'max';
  readonly sampleRate: number;
}

/** Parts of the plot for the channels, one below the other. */
export const lanesOf = (plot: Box, count: number, textSize: number): Box[] => {
  const gap = round(1.2 * textSize);
  const height = (plot.height - gap * (count - 1)) / count;
  return Array.from({ length: count }, (_, i) => {
    const y = plot.y + round(i * (height + gap));
    return { ...plot, y, height: max(1, floor(height)) };
  });
};

const envelopesOf = (cells: WaveformCells, width: number): Envelope[] => {
  const { length, resolution } = cells;
  if (length === 0) return [];
  let before: Envelope | undefined;
  return Array.from({ length: width }, (_, x) => {
    const [first, last] = cellsOfColumn(x, { length, width, resolution });
    const heard = cells.envelope(first, last);
    // Between two samples the first of them is held.
    const shown = heard.count === 0 && before ? before : heard;
    before = shown;
    return shown;
  });
};

const drawLane = (
  { raster, faint }: PlotFrame,
  lane: Box,
  { envelopes, maxLevel }: { envelopes: readonly Envelope[]; maxLevel: number },
): void => {
  const rowOf = (level: number): number => {
    const place = max(-1, min(1, level / maxLevel));
    return lane.y + ((1 - place) / 2) * lane.height;
  };
  raster.fill({ ...lane, y: floor(rowOf(0)), height: 1 }, faint);
  /** A strip between two levels, as thick as a pixel or thicker, within the lane. */
  const strip = (x: number, [low, high]: readonly [number, number], color: Rgb): void => {
    const from = rowOf(high);
    const to = rowOf(low);
    const thin = max(0, 1 - (to - from)) / 2;
    raster.strip(
      lane.x + x,
      { from: max(lane.y, from - thin), to: min(lane.y + lane.height, to + thin) },
      color,
    );
  };
  for (const [x, envelope] of envelopes.entries()) {
    const { squares, count, clipped } = envelope;
    const before = envelopes[x - 1] ?? envelope;
    // What is steep stays one line.
    const low = min(envelope.min, before.max);
    const high = max(envelope.max, before.min);
    strip(x, [low, high], PEAKS);
    const rms = sqrt(squares / count);
    const body = [max(envelope.min, -rms), min(envelope.max, rms)] as const;
    if (body[1] > body[0]) strip(x, body, BODY);
    const mark = { x: lane.x + x, width: 1, height: max(2, round(lane.height / 32)) };
    if ((clipped & 1) !== 0) raster.fill({ ...mark, y: lane.y }, CLIPPED);
    if ((clipped & 2) !== 0) {
      raster.fill({ ...mark, y: lane.y + lane.height - mark.height }, CLIPPED);
    }
  }
};

/** Draws it into the plot of a frame. */
export const drawWaveform = (
  { channels, maxLevel, sampleRate }: HeardWaveform,
  frame: PlotFrame,
): RgbaImage => {
  const { plot, textSize, raster } = frame;
  const lanes = lanesOf(plot, channels.length, textSize);
  const envelopes = channels.map((cells) => envelopesOf(cells, plot.width));
  const loudest = envelopes
    .flat()
    .reduce((most, { min: low, max: high }) => max(most, -low, high), 0);
  const edge = maxLevel === 'max' ? loudest || 1 : maxLevel;
  for (const [index, lane] of lanes.entries()) {
    drawLane(frame, lane, { envelopes: envelopes[index] ?? [], maxLevel: edge });
    frame.outline(lane);
    const size = { pixels: lane.height, textSize };
    frame.left(
      lane,
      evenTicks([-edge, edge], size, (level) => `${Number(level.toPrecision(3))}`),
    );
  }
  const last = lanes.at(-1) ?? plot;
  const duration = (channels[0]?.length ?? 0) / sampleRate;
  frame.below(last, timeTicks(duration, { pixels: plot.width, textSize }));
  return raster.image;
};
