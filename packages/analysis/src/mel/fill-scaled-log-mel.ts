import type { FrameKernel } from '../stage/feature.types.js';
import { countFrames, forEachRowOf } from '../stage/feature-matrix.js';
import { forEachBlock } from '../stage/for-each-block.js';
import type { Samples } from '../stage/mono.js';
import { scaleLogMel } from './normalize-log-mel.js';

/** A logarithm is raised by the one and multiplied with the other. */
export const WHISPER_SCALE: { readonly shift: number; readonly gain: number } = {
  shift: 4,
  gain: 0.25,
};
/** Nothing is lower than the largest less so much. */
const RANGE = 8;

/** Samples in memory, and zeros behind them. */
interface Signal {
  readonly samples: Samples;
  readonly silence: number;
}

interface Piece {
  readonly from: number;
  readonly to: number;
  /** Its lowest logarithm, before the scale. */
  readonly least: number;
}

const raise = (data: Float32Array, { from, to }: Piece, floor: number): void => {
  for (let i = from; i < to; i++) {
    if ((data[i] ?? 0) < floor) data[i] = floor;
  }
};

/** By blocks that come scaled: only those with something below the floor are looked at again. Answers where rows end; undefined if the kernel has no such blocks. */
const fillByBlocks = (
  kernel: FrameKernel,
  { samples, silence }: Signal,
  data: Float32Array,
): number | undefined => {
  const { framing, size, block } = kernel;
  if (!block?.processInto || !block.extremes) return undefined;
  const { rows, processInto, extremes } = block;
  const length = samples.length + silence;
  const frameCount = Math.min(countFrames(kernel, length), data.length / size);
  const pieces: Piece[] = [];
  let largest = Number.NEGATIVE_INFINITY;
  forEachBlock({ framing, samples, length, frameCount, limit: rows.length }, (run, index) => {
    const from = index * size;
    processInto(run, data, from);
    const [least = 0, most = 0] = extremes;
    if (most > largest) largest = most;
    pieces.push({ from, to: from + run.count * size, least });
  });
  const lowest = largest - RANGE;
  const floor = Math.fround((lowest + WHISPER_SCALE.shift) * WHISPER_SCALE.gain);
  for (const piece of pieces) if (piece.least < lowest) raise(data, piece, floor);
  return frameCount * size;
};

/** Fills rows with the scaled logarithms of a signal, and those behind with its last: what is left is silence like that. */
export const fillScaledLogMel = (kernel: FrameKernel, signal: Signal, data: Float32Array): void => {
  const done = fillByBlocks(kernel, signal, data);
  if (done !== undefined) {
    data.fill(data[done - 1] ?? 0, done);
    return;
  }
  const { size } = kernel;
  const parts = [signal.samples, new Float32Array(signal.silence)];
  const rowCount = forEachRowOf(kernel, parts, (row, index) => {
    if (index * size < data.length) data.set(row, index * size);
  });
  if (rowCount * size < data.length) data.fill(data[rowCount * size - 1] ?? 0, rowCount * size);
  scaleLogMel(data, data);
};
