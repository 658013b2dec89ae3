import { sumBands, sumBandsOfFour } from './bands';
import { COMPLEX } from './bins';
import { dealWindowed } from './deal';
import { makeFinite } from './finite';
import { transformFour } from './four-frames';
import { clearExtremes, foldExtremes, takeLogs } from './logs';
import { finishReal } from './real';
import { scatter } from './scatter';

/** Bytes of the extremes, behind which rows or vectors begin. */
const EXTREMES: usize = 32;

/**
 * Rows of `count` frames that overlap: window, transform, bins, and bands and logarithms where the plan has them. Large multiples of 8 samples go one
 * frame after the other (real.ts), other sizes by four (four-frames.ts). The words of a plan are those of plan-frames.ts; places in it are counted from
 * its beginning.
 *
 * @param input The first sample of the first frame. What is not finite there becomes 0.
 * @param output Takes the rows, and up to three more behind them.
 * @param scratch What a transform takes, and four rows of bins. In its first two words it leaves the least and the largest logarithm.
 */
export function frames(plan: usize, input: usize, count: i32, output: usize, scratch: usize): void {
  const size = load<i32>(plan);
  const inLanes = load<i32>(plan, 80) !== 0;
  // Behind the buffers of one transform, with 64 to spare each.
  const extremes = scratch + (inLanes ? 8 : (size & 1) === 0 ? 32 : 64) * size + 128;
  clearExtremes(extremes);
  if (inLanes) oneByOne(plan, input, count, output, scratch, extremes);
  else byFour(plan, input, count, output, scratch, extremes);
  foldExtremes(extremes, scratch);
}

/** Values of a row of bins. */
function binsOf(plan: usize): i32 {
  const bins = (load<i32>(plan) >> 1) + 1;
  return load<i32>(plan, 32) === COMPLEX ? 2 * bins : bins;
}

function byFour(
  plan: usize,
  input: usize,
  count: i32,
  output: usize,
  scratch: usize,
  extremes: usize,
): void {
  const hop: usize = 4 * load<i32>(plan, 28);
  const bandCount = load<i32>(plan, 36);
  const ranges = plan + load<u32>(plan, 40);
  const weights = plan + load<u32>(plan, 44);
  const values = bandCount > 0 ? bandCount : binsOf(plan);
  const law = plan + 48;
  const hasLogs = load<f32>(law) !== 0;
  const bands = extremes + EXTREMES;
  for (let frame = 0; frame < count; frame += 4) {
    let row = transformFour(plan, input + frame * hop, min(4, count - frame), scratch);
    if (bandCount > 0) {
      sumBandsOfFour(row, ranges, bandCount, weights, bands);
      row = bands;
    }
    if (hasLogs) takeLogs(row, values, law, extremes);
    scatter(row, values, output + 4 * values * frame);
  }
}

function oneByOne(
  plan: usize,
  input: usize,
  count: i32,
  output: usize,
  scratch: usize,
  extremes: usize,
): void {
  const size = load<i32>(plan);
  const window = plan + load<u32>(plan, 24);
  const hop: usize = 4 * load<i32>(plan, 28);
  const kept = load<i32>(plan, 32);
  const bandCount = load<i32>(plan, 36);
  const ranges = plan + load<u32>(plan, 40);
  const weights = plan + load<u32>(plan, 44);
  const law = plan + 48;
  const hasLogs = load<f32>(law) !== 0;
  const values = bandCount > 0 ? bandCount : binsOf(plan);
  const spectrum = extremes + EXTREMES;
  let to = output;
  for (let frame = 0; frame < count; frame++, to += 4 * values) {
    const from = input + frame * hop;
    const row = bandCount > 0 ? spectrum : to;
    dealWindowed(from, window, size >> 3, scratch);
    if (!finishReal(plan, row, kept, scratch)) {
      makeFinite(from, size);
      dealWindowed(from, window, size >> 3, scratch);
      finishReal(plan, row, kept, scratch);
    }
    if (bandCount > 0) {
      // For the last step of a band.
      v128.store(row + 4 * binsOf(plan), f32x4.splat(0));
      sumBands(row, ranges, (bandCount + 3) >> 2, weights, to);
    }
    if (hasLogs) {
      // What is behind the last counts with the others.
      v128.store(to + 4 * values, v128.load32_splat(to));
      takeLogs(to, (values + 3) >> 2, law, extremes);
    }
  }
}
