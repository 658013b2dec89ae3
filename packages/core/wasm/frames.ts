import { sumBands, takeLogs } from './bands';
import { COMPLEX } from './bins';
import { dealWindowed } from './deal';
import { transformFour } from './four-frames';
import { gatherRows } from './gather';
import { finishReal } from './real';
import { scatter } from './scatter';

/** Room beyond the numbers of a buffer. */
const SLACK: usize = 64;

/**
 * Rows of `count` frames that overlap: window, transform, bins, and bands and logarithms where the plan has them. Multiples of 8 samples go one
 * frame after the other (real.ts), other sizes by four (four-frames.ts); bands always by four. The words of a plan are those of plan-frames.ts;
 * places in it are counted from its beginning.
 *
 * @param input The first sample of the first frame.
 * @param output Takes the rows, and up to three more behind them.
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
  const isSingle = load<i32>(plan, 56) !== 0;
  const bins = (size >> 1) + 1;
  const binRow = kept === COMPLEX ? 2 * bins : bins;
  const rowSize = bandCount > 0 ? bandCount : binRow;
  // Behind the buffers of one transform: rows of bins, the same by four, and bands.
  const rows = scratch + 2 * (4 * size + SLACK);
  const stride: usize = 4 * bins + 16;
  const columns = rows + 4 * stride + SLACK;
  for (let done = 0; done < count; done += 4) {
    const four = output + 4 * done * rowSize;
    let result: usize;
    if (isSingle) {
      const left = min(4, count - done);
      for (let f = 0; f < left; f++) {
        dealWindowed(input + (done + f) * hop, window, size >> 3, scratch);
        const row = bandCount > 0 ? rows + f * stride : four + 4 * f * rowSize;
        finishReal(plan, row, kept, scratch);
        if (bandCount === 0 && scale !== 0) takeLogs(row, (rowSize + 3) >> 2, floor, scale);
      }
      if (bandCount === 0) continue;
      gatherRows(rows, stride, bins, columns);
      result = columns;
    } else {
      result = transformFour(plan, input + done * hop, count - done, scratch);
    }
    if (bandCount > 0) {
      const sums = isSingle ? columns + 16 * bins : scratch + 64 * size + 2 * SLACK;
      sumBands(result, ranges, weights, bandCount, sums);
      result = sums;
    }
    if (scale !== 0) takeLogs(result, rowSize, floor, scale);
    scatter(result, rowSize, four);
  }
}
