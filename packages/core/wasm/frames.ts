import { sumBands, takeLogs } from './bands';
import { COMPLEX } from './bins';
import { dealWindowed } from './deal';
import { transformFour } from './four-frames';
import { finishReal } from './real';
import { scatter } from './scatter';

/**
 * Rows of `count` frames that overlap: window, transform, bins, and bands and logarithms where the plan has them. Multiples of 8 samples go one
 * frame after the other (real.ts), other sizes by four (four-frames.ts). The words of a plan are those of plan-frames.ts; places in it are counted from
 * its beginning.
 *
 * @param input The first sample of the first frame.
 * @param output Takes the rows, and up to three more behind them.
 * @param scratch What a transform takes, and four rows of bins.
 */
export function frames(plan: usize, input: usize, count: i32, output: usize, scratch: usize): void {
  const size = load<i32>(plan);
  const window = plan + load<u32>(plan, 24);
  const hop: usize = 4 * load<i32>(plan, 28);
  const kept = load<i32>(plan, 32);
  const bandCount = load<i32>(plan, 36);
  const ranges = plan + load<u32>(plan, 40);
  const weights = plan + load<u32>(plan, 44);
  const scale = load<f32>(plan, 48);
  const floor = load<f32>(plan, 52);
  const inLanes = load<i32>(plan, 56) !== 0;
  const bins = (size >> 1) + 1;
  const binRow: usize = 4 * (kept === COMPLEX ? 2 * bins : bins);
  const hasBands = bandCount > 0;
  const rowSize: usize = hasBands ? 4 * bandCount : binRow;
  // Behind the buffers of one transform, with 64 to spare each.
  const spectra = scratch + (inLanes ? 8 : 64) * size + 128;
  let to = output;
  for (let frame = 0; frame < count; frame++, to += rowSize) {
    let row = hasBands ? spectra : to;
    if (inLanes) {
      dealWindowed(input + frame * hop, window, size >> 3, scratch);
      finishReal(plan, row, kept, scratch);
    } else {
      const place = frame & 3;
      row = (hasBands ? spectra : to - place * rowSize) + place * binRow;
      if (place === 0) {
        const vectors = transformFour(plan, input + frame * hop, count - frame, scratch);
        scatter(vectors, i32(binRow >> 2), row);
      }
    }
    if (hasBands) {
      // For the last step of a band; what was here is the first of another row.
      const behind = v128.load(row + binRow);
      v128.store(row + binRow, f32x4.splat(0));
      sumBands(row, ranges, (bandCount + 3) >> 2, weights, to);
      v128.store(row + binRow, behind);
    }
    if (scale !== 0) {
      const behind = v128.load(to + rowSize);
      takeLogs(to, i32((rowSize + 15) >> 4), floor, scale);
      v128.store(to + rowSize, behind);
    }
  }
}
