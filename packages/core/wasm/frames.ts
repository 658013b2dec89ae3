import { sumBands, sumInOrder } from './bands';
import { COMPLEX } from './bins';
import { deal } from './deal';
import { makeFinite } from './finite';
import { transformFour } from './four-frames';
import { clearExtremes, foldExtremes, takeLogs } from './logs';
import { finishReal } from './real';
import { scatter } from './scatter';

/** Ways through frames: by four; one after the other; or by four, and one or two that are left one after the other, with the same bits. */
const BY_FOUR: i32 = 0;
const ONE_BY_ONE: i32 = 1;
/** Of fewer, one after the other is quicker. */
const FOUR_FROM: i32 = 3;

/** Bytes of the extremes, behind which rows or vectors begin. */
const EXTREMES: usize = 32;

/**
 * Rows of `count` frames that overlap: window, transform, bins, and bands and logarithms where the plan has them. The words of a plan are those of plan-frames.ts;
 * places in it are counted from its beginning.
 *
 * @param input The first sample of the first frame. What is not finite there becomes 0.
 * @param output Takes the rows, and up to three more behind them.
 * @param scratch What a transform takes, and four rows of bins. In its first two words it leaves the least and the largest logarithm.
 */
export function frames(plan: usize, input: usize, count: i32, output: usize, scratch: usize): void {
  const size = load<i32>(plan);
  const hop: usize = 4 * load<i32>(plan, 28);
  const way = load<i32>(plan, 80);
  const rowSize: usize = 4 * valuesOf(plan);
  // Behind the buffers of one transform, with 64 to spare each.
  const extremes = scratch + (way === ONE_BY_ONE ? 8 : (size & 1) === 0 ? 32 : 64) * size + 128;
  clearExtremes(extremes);
  let frame = 0;
  while (frame < count) {
    const left = count - frame;
    const from = input + frame * hop;
    const to = output + frame * rowSize;
    if (way === BY_FOUR || (way !== ONE_BY_ONE && left >= FOUR_FROM)) {
      takeFour(plan, from, min(4, left), to, scratch, extremes);
      frame += 4;
    } else {
      takeOne(plan, from, to, scratch, extremes);
      frame += 1;
    }
  }
  foldExtremes(extremes, scratch);
}

function binsOf(plan: usize): i32 {
  const bins = (load<i32>(plan) >> 1) + 1;
  return load<i32>(plan, 32) === COMPLEX ? 2 * bins : bins;
}

/** Values of a row. */
function valuesOf(plan: usize): i32 {
  const bandCount = load<i32>(plan, 36);
  return bandCount > 0 ? bandCount : binsOf(plan);
}

function takeFour(
  plan: usize,
  input: usize,
  count: i32,
  output: usize,
  scratch: usize,
  extremes: usize,
): void {
  const bandCount = load<i32>(plan, 36);
  const values = valuesOf(plan);
  const law = plan + 48;
  let row = transformFour(plan, input, count, load<i32>(plan, 80) !== BY_FOUR, scratch);
  if (bandCount > 0) {
    const bands = extremes + EXTREMES;
    const ranges = plan + load<u32>(plan, 40);
    sumInOrder(row, 16, ranges, bandCount, plan + load<u32>(plan, 44), bands);
    row = bands;
  }
  if (load<f32>(law) !== 0) takeLogs(row, values, law, extremes);
  scatter(row, values, output);
}

function takeOne(plan: usize, input: usize, output: usize, scratch: usize, extremes: usize): void {
  const size = load<i32>(plan);
  const window = plan + load<u32>(plan, 24);
  const kept = load<i32>(plan, 32);
  const bandCount = load<i32>(plan, 36);
  const values = valuesOf(plan);
  const law = plan + 48;
  const row = bandCount > 0 ? extremes + EXTREMES : output;
  deal(input, window, size >> 3, scratch);
  if (!finishReal(plan, row, kept, scratch)) {
    makeFinite(input, size);
    deal(input, window, size >> 3, scratch);
    finishReal(plan, row, kept, scratch);
  }
  if (bandCount > 0) {
    const ranges = plan + load<u32>(plan, 40);
    const weights = plan + load<u32>(plan, 44);
    if (load<i32>(plan, 80) === ONE_BY_ONE) {
      // For the last step of a band.
      v128.store(row + 4 * binsOf(plan), f32x4.splat(0));
      sumBands(row, ranges, (bandCount + 3) >> 2, weights, output);
    } else {
      sumInOrder(row, 4, ranges, bandCount, weights, output);
    }
  }
  if (load<f32>(law) !== 0) {
    // What is behind the last counts with the others.
    v128.store(output + 4 * values, v128.load32_splat(output));
    takeLogs(output, (values + 3) >> 2, law, extremes);
  }
}
